package io.sluice.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import io.sluice.error.DataException;
import io.sluice.error.LeaseHeldException;
import io.sluice.spec.DatasetName;
import io.sluice.storage.Location;
import io.sluice.storage.RoutedStorage;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeasesTest {
  private static final DatasetName ACCOUNT = DatasetName.of("zuora/account");
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Holder ELSEWHERE =
      new Holder("host-2", Optional.of("another system"), 4711, Optional.of(NOON));

  @TempDir Path disk;
  private final Storage storage = new RoutedStorage(Map.of());
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final Clock clock = new SetClock(now);

  @Test
  void givenNobody_whenAcquired_thenTheFirstEpochIsTaken() {
    try (Lease lease = leases(ELSEWHERE).acquire(ACCOUNT, "run-7")) {
      assertThat(lease.stillHeld()).isTrue();
      assertThat(epochs()).containsExactly(epoch(1));
    }
  }

  @Test
  void givenAHolder_whenAnotherComes_thenTheMessageSaysWhoAndUntilWhen() {
    leases(ELSEWHERE).acquire(ACCOUNT, "run-7");
    now.set(NOON.plusSeconds(299));

    assertThatThrownBy(() -> leases(Holder.thisProcess()).acquire(ACCOUNT, "run-8"))
        .isInstanceOf(LeaseHeldException.class)
        .hasMessage(
            "zuora/account: another run holds the lease: run \"run-7\", process 4711 on host-2,"
                + " since 2026-11-20T12:00:00Z, last renewed at 2026-11-20T12:00:00Z. Nothing was"
                + " done. Run again when it has ended; if it is dead, its lease may be taken over from 2026-11-20T12:05:00Z.");
    assertThat(epochs()).containsExactly(epoch(1));
  }

  @Test
  void givenAHolderInThisProcess_whenAnotherComes_thenItIsHeld() {
    leases(Holder.thisProcess()).acquire(ACCOUNT, "run-7");

    assertThatThrownBy(() -> leases(Holder.thisProcess()).acquire(ACCOUNT, "run-8"))
        .isInstanceOf(LeaseHeldException.class)
        .hasMessageContaining("run \"run-7\", process " + ProcessHandle.current().pid());
  }

  @Test
  void givenALease_whenAnotherDatasetIsAskedFor_thenItIsFree() {
    leases(ELSEWHERE).acquire(ACCOUNT, "run-7");

    Lease lease = leases(ELSEWHERE).acquire(DatasetName.of("zuora/invoice"), "run-8");

    assertThat(lease.stillHeld()).isTrue();
  }

  @Test
  void givenAReleasedLease_whenAnotherComes_thenItFollowsAtOnce() {
    Lease first = leases(ELSEWHERE).acquire(ACCOUNT, "run-7");
    first.close();
    first.close();

    Lease second = leases(Holder.thisProcess()).acquire(ACCOUNT, "run-8");

    assertThat(first.stillHeld()).isFalse();
    assertThat(second.stillHeld()).isTrue();
    assertThat(epochs()).containsExactly(epoch(1), epoch(2));
  }

  @Test
  void givenALeaseThatRanOut_whenAnotherComes_thenItFollowsAndTheFirstKnows() throws IOException {
    Lease first = leases(ELSEWHERE).acquire(ACCOUNT, "run-7");
    now.set(NOON.plusSeconds(300));

    Lease second = leases(Holder.thisProcess()).acquire(ACCOUNT, "run-8");

    assertThat(first.stillHeld()).isFalse();
    assertThat(second.stillHeld()).isTrue();
    byte[] before = Files.readAllBytes(lease(1));
    first.close();
    assertThat(Files.readAllBytes(lease(1))).isEqualTo(before);
    assertThat(second.stillHeld()).isTrue();
  }

  @Test
  void givenManyLeases_whenFollowed_thenOnlyTheLastTwoAreKept() {
    for (int run = 1; run <= 12; run++) {
      leases(ELSEWHERE).acquire(ACCOUNT, "run-" + run).close();
    }

    assertThat(epochs()).containsExactly(epoch(11), epoch(12));
  }

  @Test
  void givenAProcessOfThisHostThatWasKilled_whenAnotherComes_thenItFollowsAtOnce()
      throws Exception {
    Process process = new ProcessBuilder("sleep", "600").start();
    Holder self = Holder.thisProcess();
    Holder sleeping =
        new Holder(
            self.host(), self.system(), process.pid(), process.toHandle().info().startInstant());
    leases(sleeping).acquire(ACCOUNT, "run-7");
    assertThatThrownBy(() -> leases(self).acquire(ACCOUNT, "run-8"))
        .isInstanceOf(LeaseHeldException.class)
        .hasMessageContaining("run \"run-7\"");

    process.destroyForcibly();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(leases(self).acquire(ACCOUNT, "run-8").stillHeld()).isTrue();
  }

  @Test
  void givenAProcessIdTakenByAnotherProcess_whenAnotherComes_thenItFollowsAtOnce() {
    Holder self = Holder.thisProcess();
    Holder earlier =
        new Holder(
            self.host(),
            self.system(),
            self.pid(),
            self.started().map(started -> started.minusSeconds(3600)));
    leases(earlier).acquire(ACCOUNT, "run-7");

    assertThat(leases(self).acquire(ACCOUNT, "run-8").stillHeld()).isTrue();
  }

  @Test
  void givenAProcessIdOfAnotherSystem_whenItIsUnknownHere_thenTheLeaseIsHeld() {
    Holder self = Holder.thisProcess();
    Holder container =
        new Holder(self.host(), Optional.of("another namespace"), 4_000_000, self.started());
    leases(container).acquire(ACCOUNT, "run-7");

    assertThatThrownBy(() -> leases(self).acquire(ACCOUNT, "run-8"))
        .isInstanceOf(LeaseHeldException.class)
        .hasMessageContaining("process 4000000");
  }

  @Test
  void givenALeaseThatCannotBeRead_whenAnotherComes_thenItsAgeDecides() throws IOException {
    for (String content : List.of("", "{\"format\": 1, \"run", "{\"format\": 2}", "[]")) {
      storage.delete(zone());
      storage.putIfAbsent(folder().append(epoch(5)), content.getBytes(UTF_8));
      Files.setLastModifiedTime(lease(5), FileTime.from(NOON));

      now.set(NOON.plusSeconds(299));
      assertThatThrownBy(() -> leases(Holder.thisProcess()).acquire(ACCOUNT, "run-8"))
          .isInstanceOf(LeaseHeldException.class)
          .hasMessageContaining("zuora/account: the lease " + lease(5) + " cannot be read, it ")
          .hasMessageContaining("counts as held until 2026-11-20T12:05:00Z");

      now.set(NOON.plusSeconds(300));
      assertThat(leases(Holder.thisProcess()).acquire(ACCOUNT, "run-8").stillHeld()).isTrue();
      assertThat(epochs()).containsExactly(epoch(5), epoch(6));
    }
  }

  @Test
  void givenALeaseRenewedInTheFuture_whenAnotherComes_thenItsFileTellsItsAge() throws IOException {
    leases(ELSEWHERE).acquire(ACCOUNT, "run-7");
    String content = Files.readString(lease(1));
    for (String year : List.of("2040-01-01T00:00:00Z", "+999999999-12-31T23:59:59Z")) {
      Files.writeString(
          lease(1),
          content.replace("\"renewed\" : \"2026-11-20T12:00:00Z", "\"renewed\" : \"" + year));
      Files.setLastModifiedTime(lease(1), FileTime.from(NOON));

      now.set(NOON.plusSeconds(299));
      assertThatThrownBy(() -> leases(Holder.thisProcess()).acquire(ACCOUNT, "run-8"))
          .isInstanceOf(LeaseHeldException.class)
          .hasMessageContaining("its lease may be taken over from 2026-11-20T12:05:00Z");
      now.set(NOON.plusSeconds(300));
      assertThat(leases(Holder.thisProcess()).acquire(ACCOUNT, "run-8").stillHeld()).isTrue();
      storage.delete(Location.of(lease(2).toString()));
    }
  }

  @Test
  void givenAClockThatWasSetBack_whenAnotherComes_thenTheLeaseIsFree() throws IOException {
    for (String content : List.of("broken", "")) {
      leases(ELSEWHERE).acquire(ACCOUNT, "run-7");
      if (!content.isEmpty()) {
        Files.writeString(lease(1), content);
      }
      Files.setLastModifiedTime(lease(1), FileTime.from(NOON));
      now.set(NOON.minusSeconds(3600));

      assertThat(leases(Holder.thisProcess()).acquire(ACCOUNT, "run-8").stillHeld()).isTrue();
      storage.delete(zone());
      now.set(NOON);
    }
  }

  @Test
  void givenFilesThatNoLeaseIs_whenAcquired_thenTheyAreNamed() throws IOException {
    Path folder = Files.createDirectories(lease(5).getParent());
    Path greatest = folder.resolve("00999999999999999999.json");
    Files.writeString(greatest, "{}");
    assertThatThrownBy(() -> leases(ELSEWHERE).acquire(ACCOUNT, "run-8"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(greatest + ": the number is the greatest possible");
    Files.delete(greatest);

    Files.createSymbolicLink(lease(5), folder.resolve("nowhere"));
    assertThatThrownBy(() -> leases(ELSEWHERE).acquire(ACCOUNT, "run-8"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(lease(5) + ": the lease is listed but does not exist");
    Files.delete(lease(5));

    Files.createDirectories(lease(5));
    assertThatThrownBy(() -> leases(ELSEWHERE).acquire(ACCOUNT, "run-8"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("it is a folder where a file was expected");
  }

  @Test
  void givenAWorkingHolder_whenTimePasses_thenTheLeaseIsRenewed() throws Exception {
    Leases brief =
        new Leases(storage, zone(), Clock.systemUTC(), Holder.thisProcess(), Duration.ofSeconds(2));

    try (Lease lease = brief.acquire(ACCOUNT, "run-7")) {
      Thread.sleep(3_000);

      assertThatThrownBy(() -> brief.acquire(ACCOUNT, "run-8"))
          .isInstanceOf(LeaseHeldException.class)
          .hasMessageContaining("run \"run-7\"");
      assertThat(lease.stillHeld()).isTrue();
    }
    assertThat(brief.acquire(ACCOUNT, "run-8").stillHeld()).isTrue();
  }

  @Test
  void givenEightThreads_whenTheyAcquireOneLease_thenOneHasItAndTheOthersAreToldWho()
      throws Exception {
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    for (int round = 0; round < 50; round++) {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Callable<Optional<Lease>>> racers = new ArrayList<>();
      for (int racer = 0; racer < threads; racer++) {
        String run = "run-" + round + "-" + racer;
        racers.add(
            () -> {
              start.await(60, TimeUnit.SECONDS);
              try {
                return Optional.of(leases(Holder.thisProcess()).acquire(ACCOUNT, run));
              } catch (LeaseHeldException e) {
                assertThat(e).hasMessageContaining("zuora/account: another run ");
                return Optional.empty();
              }
            });
      }

      List<Lease> winners = new ArrayList<>();
      for (Future<Optional<Lease>> result : pool.invokeAll(racers)) {
        result.get().ifPresent(winners::add);
      }

      assertThat(winners).hasSize(1);
      assertThat(winners.get(0).stillHeld()).isTrue();
      winners.get(0).close();
    }
    pool.shutdown();
  }

  @Test
  void givenThisProcess_whenAsked_thenItKnowsItself() {
    Holder self = Holder.thisProcess();

    assertThat(self.host()).isNotBlank();
    assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(self.isGone(self)).isFalse();
  }

  private Leases leases(Holder holder) {
    return new Leases(storage, zone(), clock, holder);
  }

  private Location zone() {
    return Location.of(disk.toString()).append("ledger");
  }

  private Location folder() {
    return zone().append("zuora/account/_lease");
  }

  private Path lease(long epoch) {
    return folder().append(epoch(epoch)).localPath();
  }

  private List<String> epochs() {
    return storage.names(folder());
  }

  private static String epoch(long epoch) {
    return String.format("%020d.json", epoch);
  }

  /** Shows the time that the test sets. */
  private static final class SetClock extends Clock {
    private final AtomicReference<Instant> now;

    SetClock(AtomicReference<Instant> now) {
      this.now = now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("this clock shows UTC");
    }

    @Override
    public Instant instant() {
      return now.get();
    }
  }
}
