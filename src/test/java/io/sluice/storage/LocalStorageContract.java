package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What local disks promise beyond the contract: one winner among threads and among processes. */
abstract class LocalStorageContract extends StorageContract {
  private static final int THREADS = 8;
  private static final int ROUNDS = 200;
  private static final int PROCESSES = 4;

  /** What {@link RacingProcess} makes its storage from. */
  abstract String kind();

  @Test
  void givenEightThreads_whenTheyPutOneName_thenOneWins() throws Exception {
    Storage storage = storage();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Callable<List<Integer>>> racers = new ArrayList<>();
    for (int racer = 0; racer < THREADS; racer++) {
      byte[] content = bytes("thread " + racer);
      racers.add(
          () -> {
            List<Integer> won = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
              start.await(60, TimeUnit.SECONDS);
              if (storage.putIfAbsent(at("race/" + round), content)) {
                won.add(round);
              }
            }
            return won;
          });
    }

    List<Future<List<Integer>>> results = threads.invokeAll(racers);
    threads.shutdown();

    List<Integer> won = new ArrayList<>();
    for (int racer = 0; racer < THREADS; racer++) {
      for (int round : results.get(racer).get()) {
        won.add(round);
        assertThat(storage.load(at("race/" + round))).contains(bytes("thread " + racer));
      }
    }
    assertThat(won).hasSize(ROUNDS).doesNotHaveDuplicates();
    assertThat(storage.names(at("race"))).hasSize(ROUNDS);
  }

  @Test
  void givenFourProcesses_whenTheyPutTheSameNames_thenOneWinsEach() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int racer = 0; racer < PROCESSES; racer++) {
      processes.add(racer(racer));
    }
    Set<String> winners = new HashSet<>();
    try {
      awaitReady();
      Files.createFile(disk.resolve("go"));
      for (Process process : processes) {
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
      }
    } finally {
      processes.forEach(Process::destroyForcibly);
    }

    int wins = 0;
    for (int racer = 0; racer < PROCESSES; racer++) {
      List<String> won = Files.readAllLines(disk.resolve("won-" + racer));
      wins += won.size();
      winners.addAll(won);
    }
    assertThat(wins).isEqualTo(RacingProcess.NAMES);
    assertThat(winners).hasSize(RacingProcess.NAMES);
    try (Stream<Path> files = Files.list(disk.resolve("race"))) {
      assertThat(files.filter(file -> !file.endsWith("_tmp.lock"))).hasSize(RacingProcess.NAMES);
    }
  }

  @Test
  void givenChecksumsOfSpark_whenItsFileIsCarriedReplacedOrDeleted_thenNoneMisleads()
      throws IOException {
    for (String name : List.of("a", "b", "c")) {
      Files.writeString(disk.resolve(name), name);
      Files.writeString(disk.resolve("." + name + ".crc"), "sum");
    }
    Files.writeString(disk.resolve(".d.crc"), "stale");

    storage().carry(at("a"), at("d"));
    storage().put(at("b"), bytes("new"));
    storage().delete(at("c"));

    assertThat(disk.resolve(".a.crc")).exists();
    assertThat(disk.resolve(".b.crc")).doesNotExist();
    assertThat(disk.resolve(".c.crc")).doesNotExist();
    assertThat(disk.resolve(".d.crc")).doesNotExist();
  }

  @Test
  void givenALinkToAFolder_whenDeleted_thenWhatItPointsAtStays() throws IOException {
    storage().put(at("kept/a"), bytes("one"));
    Files.createDirectory(disk.resolve("x"));
    Files.createSymbolicLink(disk.resolve("x/link"), disk.resolve("kept"));
    assertThat(storage().list(at("x"))).isEmpty();

    storage().delete(at("x/link"));
    assertThat(storage().load(at("kept/a"))).contains(bytes("one"));
    Files.createSymbolicLink(disk.resolve("x/link"), disk.resolve("kept"));
    storage().delete(at("x"));

    assertThat(storage().names(root())).containsExactly("kept/");
    assertThat(storage().load(at("kept/a"))).contains(bytes("one"));
  }

  @Test
  void givenLinksNamedAsTemporaryFiles_whenTidied_thenOnlyTheLinksGo() throws IOException {
    storage().put(at("kept"), bytes("one"));
    for (String target : List.of("kept", "nothing")) {
      Files.createSymbolicLink(disk.resolve(HiddenNames.temporary()), disk.resolve(target));
    }
    Files.write(disk.resolve(HiddenNames.temporary()), bytes("left"));

    storage().removeLeftovers(root(), Instant.parse("2100-01-01T00:00:00Z"));

    assertThat(storage().load(at("kept"))).contains(bytes("one"));
    try (Stream<Path> left = Files.list(disk)) {
      assertThat(left).containsExactly(disk.resolve("kept"));
    }
  }

  @Test
  void givenAFileInThePlaceOfAFolder_whenUsed_thenTheMessageSaysSo() {
    storage().put(at("a"), bytes("one"));

    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> storage().putIfAbsent(at("a/b"), bytes("two")),
            () -> storage().put(at("a/b"), bytes("two")),
            () -> storage().load(at("a/b")),
            () -> storage().find(at("a/b")))) {
      assertThatThrownBy(use)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(disk + "/a/b: could not be ")
          .hasMessageContaining("is a file where a folder was expected. Name a folder.");
    }
  }

  private Process racer(int number) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            RacingProcess.class.getName(),
            kind(),
            disk.toString(),
            Integer.toString(number));
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.redirectErrorStream(true);
    builder.redirectOutput(new File(disk.toFile(), "log-" + number));
    return builder.start();
  }

  private void awaitReady() throws Exception {
    for (int racer = 0; racer < PROCESSES; racer++) {
      for (int i = 0; i < 1200 && !Files.exists(disk.resolve("ready-" + racer)); i++) {
        Thread.sleep(50);
      }
      assertThat(disk.resolve("ready-" + racer)).exists();
    }
  }
}
