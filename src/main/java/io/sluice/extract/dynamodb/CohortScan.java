package io.sluice.extract.dynamodb;

import io.sluice.error.TemporaryException;
import io.sluice.extract.ExportStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
    ExecutorService threads = Executors.newFixedThreadPool(source.segments());
    try {
      ExecutorCompletionService<Void> running = new ExecutorCompletionService<>(threads);
      for (int segment = 0; segment < source.segments(); segment++) {
        int number = segment;
        running.submit(
            () -> {
              scan(cohort, number, target);
              return null;
            });
      }
      for (int ended = 0; ended < source.segments(); ended++) {
        running.take().get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TemporaryException(
          "the export was interrupted. What was asked for is in the ledger. Run again", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private void scan(String cohort, int segment, Target target) throws IOException {
    Map<String, AttributeValue> from = Map.of();
    do {
      ScanResponse page = client.scan(request(cohort, segment, from));
      List<byte[]> items = new ArrayList<>();
      page.items().forEach(item -> items.add(lines.line(cohort, item)));
      target.write(items);
      from = page.lastEvaluatedKey();
    } while (!from.isEmpty());
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
