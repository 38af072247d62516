package io.sluice.extract.dynamodb;

import io.sluice.error.ConfigurationException;
import io.sluice.error.Printable;
import io.sluice.error.SluiceException;
import io.sluice.error.TemporaryException;
import io.sluice.extract.DatasetExports;
import io.sluice.extract.Exchange;
import io.sluice.extract.Export;
import io.sluice.ledger.ExportRecord.Seal;
import io.sluice.spec.Partition;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The tables of all active cohorts as one increment, which is whole for each of them: one that has
 * no items empties its partition. A cohort whose scan fails is named as failed and is no part of
 * the increment, so that its rows stay as they were.
 */
final class CohortExport {
  private static final Set<String> PASSING =
      Set.of(
          "ProvisionedThroughputExceededException",
          "RequestLimitExceeded",
          "ThrottlingException",
          "InternalServerError");

  private final Exchange exchange;
  private final DynamoDbClient client;
  private final DatasetExports dataset;
  private final CohortSource source;

  CohortExport(
      Exchange exchange, DynamoDbClient client, DatasetExports dataset, CohortSource source) {
    this.exchange = exchange;
    this.client = client;
    this.dataset = dataset;
    this.source = source;
  }

  void export() {
    dataset
        .open()
        .forEach(open -> open.fail("the earlier run ended before its scans; they were repeated"));
    dataset.step("looking for cohorts");
    Cohorts cohorts = cohorts();
    Map<String, String> request = new LinkedHashMap<>();
    request.put(Words.TABLE, source.table());
    request.put(Words.COHORTS, String.join(", ", cohorts.active()));
    request.put(Words.INACTIVE, String.join(", ", cohorts.inactive()));
    Export export = dataset.begin(Words.CONNECTOR, request);
    scan(export, cohorts.active());
  }

  private Cohorts cohorts() {
    LocalDate today = LocalDate.ofInstant(exchange.clock().instant(), ZoneOffset.UTC);
    try {
      return Cohorts.of(source, client, today);
    } catch (SdkException e) {
      throw failure("the table of cohorts, " + source.cohortTable().orElse("none"), e);
    }
  }

  private void scan(Export export, List<String> active) {
    ItemLines lines = new ItemLines(dataset.job(), source);
    List<String> failed = new ArrayList<>();
    List<String> withoutItems = new ArrayList<>();
    List<Partition> whole = new ArrayList<>();
    for (String cohort : active) {
      dataset.step("scanning " + cohort);
      try {
        CohortScan scan = new CohortScan(client, source, lines);
        long rows = export.write(lines.file(cohort), out -> scan.writeTo(out, cohort)).rows();
        whole.add(new Partition(Map.of(dataset.job().merge().partitionBy().get(0), cohort)));
        if (rows == 0) {
          withoutItems.add(cohort);
        }
      } catch (SdkException e) {
        failed.add(cohort);
        dataset.fail(failure("cohort " + cohort + ", table " + source.tableOf(cohort), e));
      } catch (IOException e) {
        throw new TemporaryException(dataset.dataset() + ": " + e.getMessage() + ". Run again", e);
      }
    }
    if (!lines.leftOut().isEmpty()) {
      dataset.warn(
          "attributes without a column were left out: "
              + String.join(", ", lines.leftOut())
              + ". Add columns for them, or use raw.format: json, which keeps them");
    }
    if (whole.isEmpty() && !failed.isEmpty()) {
      export.fail("every scan failed: " + String.join(", ", failed));
      return;
    }
    export.answered(
        Map.of(
            Words.FAILED,
            String.join(", ", failed),
            Words.WITHOUT_ITEMS,
            String.join(", ", withoutItems)));
    export.seal(
        new Seal(export.record().asked(), Optional.empty(), false, Optional.empty(), whole));
  }

  /** A refused scan is a failure, never an empty table. */
  private SluiceException failure(String what, SdkException e) {
    String said = Printable.line(String.valueOf(e.getMessage()));
    String where = dataset.dataset() + ": " + what + ": ";
    boolean passing =
        e instanceof AwsServiceException refusal
            ? refusal.statusCode() >= 500 || PASSING.contains(code(refusal))
            : !said.contains("Unable to load credentials");
    if (passing) {
      return new TemporaryException(
          where + said + ". Its rows stay as they are. Run again later", e);
    }
    return new ConfigurationException(
        where
            + said
            + ". Its rows stay as they are. Correct the table's name or the rights of the"
            + " credentials, or make the cohort inactive",
        e);
  }

  private static String code(AwsServiceException e) {
    return e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
  }
}
