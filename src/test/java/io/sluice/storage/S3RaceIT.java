package io.sluice.storage;

import static io.sluice.storage.StorageContract.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Several writers that create the same object at the same instant, each with connections of its
 * own. S3Proxy looks, and then writes: there two may win.
 */
class S3RaceIT {
  private static final int WRITERS = 8;
  private static final int OBJECTS = Boolean.getBoolean("sluice.test.long") ? 200 : 25;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "S3PROXY")
  void givenSeveralWriters_whenTheyCreateTheSameObject_thenOneWinsAndItsContentLiesThere(
      S3Store store) throws Exception {
    S3Server server = S3Server.shared(store);
    Location folder = Location.of("s3a://" + server.newBucket() + "/" + UUID.randomUUID());
    CyclicBarrier together = new CyclicBarrier(WRITERS);
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    List<Future<List<String>>> racers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      Storage storage = new RoutedStorage(S3Server.settings(server.port()));
      String name = "writer " + writer;
      racers.add(threads.submit(() -> won(storage, folder, name, together)));
    }

    List<String> won = new ArrayList<>();
    for (Future<List<String>> racer : racers) {
      won.addAll(racer.get(10, TimeUnit.MINUTES));
    }
    threads.shutdown();

    assertThat(won).hasSize(OBJECTS);
    Storage storage = new RoutedStorage(S3Server.settings(server.port()));
    for (String one : won) {
      String[] parts = one.split(" by ", 2);
      assertThat(storage.load(folder.append(parts[0]))).contains(bytes(parts[1]));
    }
  }

  /** What this writer was told it has created: the object, and by whom. */
  private static List<String> won(
      Storage storage, Location folder, String name, CyclicBarrier together) throws Exception {
    List<String> won = new ArrayList<>();
    for (int i = 0; i < OBJECTS; i++) {
      together.await(60, TimeUnit.SECONDS);
      if (storage.putIfAbsent(folder.append(i + ".json"), bytes(name))) {
        won.add(i + ".json by " + name);
      }
    }
    return won;
  }
}
