package io.sluice.extract.dynamodb;

import io.sluice.extract.ExportStream;
import io.sluice.threads.Parallel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * One table, scanned in segments side by side, to one file. A page of each segment is in memory at
 * a time, a megabyte at most.
 */
final class CohortScan {
  private final DynamoDbClient client;
  private final CohortSource source;
  private final ItemLines lines;

  CohortScan(DynamoDbClient client, CohortSource source, ItemLines lines) {
    this.client = client;
    this.source = source;
    this.lines = lines;
  }

  /** Writes all items of a cohort's table. One segment's failure is the failure of all. */
  void writeTo(ExportStream out, String cohort) throws IOException {
    out.write(lines.header());
    Target target = new Target(out);
    List<Integer> segments = IntStream.range(0, source.segments()).boxed().toList();
    new Parallel(
            "scan of " + cohort,
            source.segments(),
            "the export was interrupted. The request is in the ledger. Run again")
        .map(segments, segment -> scan(cohort, segment, target));
  }

  /** Returns how many items the segment has. */
  private long scan(String cohort, int segment, Target target) throws IOException {
    long count = 0;
    Map<String, AttributeValue> from = Map.of();
    do {
      ScanResponse page = client.scan(request(cohort, segment, from));
      List<byte[]> items = new ArrayList<>();
      page.items().forEach(item -> items.add(lines.line(cohort, item)));
      target.write(items);
      count += items.size();
      from = page.lastEvaluatedKey();
    } while (!from.isEmpty());
    return count;
  }

  private ScanRequest request(String cohort, int segment, Map<String, AttributeValue> from) {
    ScanRequest.Builder request =
        ScanRequest.builder()
            .tableName(source.tableOf(cohort))
            .consistentRead(source.consistent())
            .segment(segment)
            .totalSegments(source.segments());
    return from.isEmpty() ? request.build() : request.exclusiveStartKey(from).build();
  }

  /** The file, which segments write to in turn. */
  private static final class Target {
    private final ExportStream out;
    private long rows;

    Target(ExportStream out) {
      this.out = out;
    }

    synchronized void write(List<byte[]> items) throws IOException {
      for (byte[] item : items) {
        out.write(item);
      }
      rows += items.size();
      out.rows(rows);
    }
  }
}
