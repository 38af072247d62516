package io.sluice.ledger;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that holds a lease.
 *
 * @param host its name, for people
 * @param system what tells that a process id means the same process here: the boot and the
 *     namespace of process ids, as containers on one machine have ids of their own. Empty where it
 *     cannot be known; then nobody concludes that the process is gone
 * @param pid its process id
 * @param started when the process began, so that another one with the same id is not taken for it
 */
public record Holder(String host, Optional<String> system, long pid, Optional<Instant> started) {
  /** The system derives a start from the time of boot, which moves when clocks are set. */
  private static final Duration START_TOLERANCE = Duration.ofMinutes(1);

  /** This very process. */
  public static Holder thisProcess() {
    ProcessHandle process = ProcessHandle.current();
    return new Holder(thisHost(), thisSystem(), process.pid(), process.info().startInstant());
  }

  /** Whether {@code this} is known to have ended, as seen from {@code observer}'s process. */
  boolean isGone(Holder observer) {
    if (system.isEmpty() || !system.equals(observer.system) || !host.equals(observer.host)) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isEmpty()) {
      return true;
    }
    Optional<Instant> found = process.get().info().startInstant();
    return started.isPresent()
        && found.isPresent()
        && Duration.between(started.get(), found.get()).abs().compareTo(START_TOLERANCE) > 0;
  }

  private static String thisHost() {
    try {
      // Asking for the local address may wait for a name server.
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException unknown) {
        return "unknown";
      }
    }
  }

  private static Optional<String> thisSystem() {
    try {
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return Optional.of(boot + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid")));
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }
}
