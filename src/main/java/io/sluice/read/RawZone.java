package io.sluice.read;

import io.sluice.error.DataException;
import io.sluice.spec.Increment;
import io.sluice.spec.Increment.Kind;
import io.sluice.spec.JobSpec;
import io.sluice.spec.MergeSpec;
import io.sluice.storage.Location;
import io.sluice.storage.Storage;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The raw folder of one dataset: which increments it holds that no table version has.
 *
 * <p>One listing; of what was applied nothing is read, unless a bare file's size or time changed.
 */
public final class RawZone {
  private static final int MOST_COMPARED = 20;

  private final Storage storage;
  private final JobSpec job;
  private final Location rawFolder;
  private final Clock clock;

  /** A look at the raw folder of a job. */
  public RawZone(Storage storage, JobSpec job, Location rawFolder, Clock clock) {
    this.storage = storage;
    this.job = job;
    this.rawFolder = rawFolder;
    this.clock = clock;
  }

  /**
   * Lists what is sealed, or a bare file, and not applied. A folder that is not there holds
   * nothing.
   *
   * @param applied the increments of the current version, in the order in which they were applied
   */
  public Pending pending(List<Increment> applied) {
    RawListing listing = new RawListing(storage, job, rawFolder);
    Found found = new Found();
    new SealedIncrements(storage, job, listing).find(applied, found);
    BareFiles bare = new BareFiles(storage, job, listing, clock);
    if (job.raw().sealedBy().isPresent()) {
      new MarkedFolders(storage, job, listing, job.raw().sealedBy().get()).find(applied, found);
    } else {
      bare.find(applied, found);
    }
    UnreadFiles unread = new UnreadFiles(job, rawFolder, listing, bare);
    unread.find(applied, found);
    boolean empty = found.increments.isEmpty() && found.refused.isEmpty();
    return judged(
        found,
        empty && (applied.isEmpty() || isGone(listing))
            ? Optional.of(new NothingFound(storage, rawFolder).told(unread.all()))
            : Optional.empty());
  }

  /**
   * What lies beside the raw folder and may be meant for it, a sentence each.
   *
   * @param isOfOthers whether a folder of this name beside it belongs to another dataset
   */
  public List<String> beside(Predicate<String> isOfOthers) {
    return new NothingFound(storage, rawFolder).beside(isOfOthers, job.raw().path().isEmpty());
  }

  /**
   * Whether the job file gives applied increments another processed date than they were applied
   * with, a sentence; looks at the newest few whose files are still there. Lists the folder only
   * where one has another.
   *
   * @param applied in the order in which they were applied
   */
  public Optional<String> redated(List<Increment> applied) {
    List<Increment> other =
        applied.subList(Math.max(0, applied.size() - MOST_COMPARED), applied.size()).stream()
            .filter(increment -> dateNow(increment).filter(differs(increment)).isPresent())
            .toList();
    if (other.isEmpty()) {
      return Optional.empty();
    }
    List<Increment> there = there(other);
    if (there.isEmpty()) {
      return Optional.empty();
    }
    Increment newest = there.get(there.size() - 1);
    int more = there.size() - 1;
    return Optional.of(
        "raw.processed_date gives "
            + written(dateNow(newest).orElseThrow())
            + " for "
            + newest.files().get(0).path()
            + ", which was applied as of "
            + written(newest.processedDate())
            + (more == 0 ? "" : "; " + more + " more of the newest increments differ likewise")
            + "; against rows of other dates, new ones would count as older or newer than they are");
  }

  /** A file that changed after it was applied has a date of its own, whatever its name says. */
  private Optional<Instant> dateNow(Increment increment) {
    Optional<String> pattern = job.raw().namePattern();
    return switch (increment.kind()) {
      case SEALED -> Optional.empty();
      case FOLDER ->
          pattern.flatMap(
              named ->
                  RawNames.instant(
                      increment.id().substring(RawNames.folder(increment.id()).length()), named));
      case BARE ->
          increment.id().endsWith("#1") ? dateOf(increment.files().get(0)) : Optional.empty();
    };
  }

  private Optional<Instant> dateOf(Increment.RawFile file) {
    Optional<String> pattern = job.raw().namePattern();
    return pattern.isPresent()
        ? RawNames.instant(RawNames.stem(file.path()), pattern.get())
        : Optional.of(Instant.ofEpochMilli(file.modified()));
  }

  private static Predicate<Instant> differs(Increment increment) {
    return now -> !now.equals(increment.processedDate());
  }

  private static String written(Instant date) {
    return date.toString().replace("T00:00:00Z", "");
  }

  /**
   * Increments that were applied, with the dates and partitions that today's job file gives them:
   * the same ones, unless it reads names of files in another way.
   *
   * @param known in the order in which they were applied
   * @throws DataException if a manifest names partitions of other columns than the job's
   */
  public List<Increment> reread(List<Increment> known) {
    Map<String, Instant> redated = new HashMap<>();
    List<Increment> reread = new ArrayList<>();
    for (Increment increment : known) {
      reread.add(partitioned(dated(increment, redated)));
    }
    return reread;
  }

  /** A further revision of a file comes after the one before it, as when it was found. */
  private Increment dated(Increment increment, Map<String, Instant> redated) {
    if (increment.kind() == Kind.SEALED) {
      return increment;
    }
    Increment.RawFile file = increment.files().get(0);
    Optional<Instant> date = dateNow(increment).filter(differs(increment));
    if (increment.kind() == Kind.BARE && redated.containsKey(file.path())) {
      Instant before = redated.get(file.path());
      date = dateOf(file).map(now -> now.isAfter(before) ? now : before.plus(1, ChronoUnit.MICROS));
    }
    date.ifPresent(now -> redated.put(file.path(), now));
    return new Increment(
        increment.id(),
        increment.kind(),
        date.orElse(increment.processedDate()),
        increment.files(),
        increment.full(),
        increment.partitions());
  }

  /** What was found by the paths of files alone is found again. */
  private Increment partitioned(Increment increment) {
    Set<String> columns = Set.copyOf(job.merge().partitionBy());
    boolean others =
        increment.partitions().stream().anyMatch(one -> !one.values().keySet().equals(columns));
    if (job.merge().mode() != MergeSpec.Mode.PARTITION || !others) {
      return job.merge().mode() == MergeSpec.Mode.PARTITION ? withPartitions(increment) : increment;
    }
    if (increment.kind() == Kind.SEALED) {
      throw new DataException(
          job.dataset()
              + ": the increment "
              + increment.id()
              + " is the whole of partitions by other columns than clean.partition_by, "
              + String.join(", ", job.merge().partitionBy())
              + ". The table was not changed. It cannot be rebuilt with these partitions: undo the"
              + " change");
    }
    return withPartitions(
        new Increment(
            increment.id(),
            increment.kind(),
            increment.processedDate(),
            increment.files(),
            increment.full(),
            List.of()));
  }

  /** Whether a file of this name holds data, as far as a name can tell. */
  public static boolean isData(String name) {
    return UnreadFiles.isData(name);
  }

  /** How many of these increments still have all of their files in the raw folder. */
  public long present(List<Increment> increments) {
    return there(increments).size();
  }

  /**
   * Which of these increments are not there any more as they were applied, with why, by id. Files
   * of another time are read.
   */
  public Map<String, String> lost(List<Increment> increments) {
    if (increments.isEmpty()) {
      return Map.of();
    }
    RawListing listing = new RawListing(storage, job, rawFolder);
    Map<String, String> lost = new LinkedHashMap<>();
    for (Increment increment : increments) {
      increment.files().stream()
          .flatMap(file -> lost(listing, file).stream())
          .findFirst()
          .ifPresent(why -> lost.put(increment.id(), why));
    }
    return lost;
  }

  private Optional<String> lost(RawListing listing, Increment.RawFile file) {
    Optional<Storage.StoredFile> there = listing.find(file.path());
    if (there.isEmpty()) {
      return Optional.of(file.path() + " is gone");
    }
    boolean same =
        there.get().bytes() == file.bytes()
            && (there.get().modified() == file.modified()
                || file.sha256()
                    .filter(Digests.sha256(storage, there.get().location())::equals)
                    .isPresent());
    return same ? Optional.empty() : Optional.of(file.path() + " has other bytes now");
  }

  private List<Increment> there(List<Increment> increments) {
    Set<String> paths = new RawListing(storage, job, rawFolder).files().keySet();
    return increments.stream()
        .filter(one -> one.files().stream().allMatch(file -> paths.contains(file.path())))
        .toList();
  }

  /** Whether the folder of a loaded table is not there any more, and nobody has it removed. */
  private boolean isGone(RawListing listing) {
    return listing.files().isEmpty()
        && job.raw().retain().isEmpty()
        && !new NothingFound(storage, rawFolder).isThere();
  }

  private Pending judged(Found found, Optional<Pending.Nothing> nothing) {
    Instant latest = clock.instant().plus(job.merge().maxSkew());
    List<Increment> increments = new ArrayList<>();
    for (Increment increment : found.increments) {
      if (increment.processedDate().isAfter(latest)) {
        found.refuse(
            increment.id(),
            rawFolder.append(increment.id())
                + ": the processed date is too far in the future, found "
                + increment.processedDate()
                + " against now plus max_skew, "
                + latest.truncatedTo(ChronoUnit.SECONDS)
                + ". It stays pending until then. Correct its date, or wait.");
        continue;
      }
      try {
        increments.add(withPartitions(increment));
      } catch (DataException e) {
        found.refuse(increment.id(), e.getMessage());
      }
    }
    increments.sort(Comparator.comparing(Increment::processedDate).thenComparing(Increment::id));
    return new Pending(increments, found.refused, found.warnings, found.held, nothing);
  }

  private Increment withPartitions(Increment increment) {
    if (job.merge().mode() != MergeSpec.Mode.PARTITION) {
      return increment;
    }
    return new Increment(
        increment.id(),
        increment.kind(),
        increment.processedDate(),
        increment.files(),
        increment.full(),
        new NamedPartitions(job).of(rawFolder, increment));
  }

  /** What the ways of sealing have found so far. */
  static final class Found {
    private final List<Increment> increments = new ArrayList<>();
    private final List<RefusedIncrement> refused = new ArrayList<>();
    private final Set<String> refusedIds = new HashSet<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, String> held = new HashMap<>();

    void add(Increment increment) {
      increments.add(increment);
    }

    void refuse(String id, String reason) {
      refused.add(new RefusedIncrement(id, reason));
      refusedIds.add(id);
    }

    void hold(String id, String reason) {
      held.put(id, reason);
    }

    List<Increment> increments() {
      return increments;
    }

    /** Whether the increment that this path lies in, or is, was refused. */
    boolean refuses(String path) {
      for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
        if (refusedIds.contains(path.substring(0, end))) {
          return true;
        }
      }
      return false;
    }

    void warn(String warning) {
      warnings.add(warning);
    }
  }

  /** An increment that is not the whole of anything yet. */
  static Increment increment(
      String id, Kind kind, Instant processedDate, List<Increment.RawFile> files) {
    return new Increment(id, kind, processedDate, files, false, List.of());
  }
}
