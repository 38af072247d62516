package io.sluice.extract.dynamodb;

import io.sluice.error.DataException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The cohorts on one day.
 *
 * @param active to be scanned, by name
 * @param inactive not to be asked for, by name
 */
record Cohorts(List<String> active, List<String> inactive) {

  /**
   * The cohorts that the job file lists, or those of the table that it names.
   *
   * @throws DataException if the table lists none, or has a row that cannot be understood
   */
  static Cohorts of(CohortSource source, DynamoDbClient client, LocalDate today) {
    TreeMap<String, Boolean> found = new TreeMap<>();
    if (source.cohortTable().isEmpty()) {
      source.listed().forEach(name -> found.put(name, !source.inactive().contains(name)));
    } else {
      String table = source.cohortTable().get();
      client
          .scanPaginator(scan -> scan.tableName(table).consistentRead(true))
          .items()
          .forEach(
              item -> found.put(name(table, source, item), isActive(table, source, item, today)));
      if (found.isEmpty()) {
        throw new DataException(
            "the table "
                + table
                + " lists no cohort. Nothing was exported. Correct extract.cohort_table, or fill"
                + " the table");
      }
      source.inactive().forEach(name -> found.computeIfPresent(name, (any, active) -> false));
    }
    List<String> active = new ArrayList<>();
    List<String> inactive = new ArrayList<>();
    found.forEach((name, isActive) -> (isActive ? active : inactive).add(name));
    return new Cohorts(active, inactive);
  }

  private static String name(String table, CohortSource source, Map<String, AttributeValue> item) {
    return text(item, source.name())
        .orElseThrow(
            () ->
                new DataException(
                    "the table "
                        + table
                        + " has a cohort without "
                        + source.name()
                        + ". Nothing was exported. Give it a name, or correct"
                        + " extract.cohort_name"));
  }

  private static boolean isActive(
      String table, CohortSource source, Map<String, AttributeValue> item, LocalDate today) {
    Optional<LocalDate> starts = date(table, item, source.starts());
    Optional<LocalDate> ends = date(table, item, source.ends());
    return starts.filter(today::isBefore).isEmpty()
        && ends.filter(day -> !today.isBefore(day)).isEmpty();
  }

  private static Optional<LocalDate> date(
      String table, Map<String, AttributeValue> item, String attribute) {
    Optional<String> text = text(item, attribute);
    try {
      return text.map(LocalDate::parse);
    } catch (DateTimeException e) {
      throw new DataException(
          "the table "
              + table
              + " has "
              + attribute
              + " \""
              + text.orElse("")
              + "\" against a date such as 2026-11-01. Nothing was exported. Correct it",
          e);
    }
  }

  private static Optional<String> text(Map<String, AttributeValue> item, String attribute) {
    return Optional.ofNullable(item.get(attribute))
        .map(AttributeValue::s)
        .filter(value -> !value.isBlank());
  }
}
