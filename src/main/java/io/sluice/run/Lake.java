package io.sluice.run;

import io.sluice.config.Loaded;
import io.sluice.error.ConfigurationException;
import io.sluice.error.SluiceException;
import io.sluice.ledger.ExportLog;
import io.sluice.ledger.Holder;
import io.sluice.ledger.Leases;
import io.sluice.ledger.Ledger;
import io.sluice.read.RawZone;
import io.sluice.settings.Secret;
import io.sluice.spark.FileContent;
import io.sluice.spec.DatasetName;
import io.sluice.spec.EnvironmentSpec;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.storage.EngineSettings;
import io.sluice.storage.Location;
import io.sluice.storage.RoutedStorage;
import io.sluice.storage.Storage;
import io.sluice.table.Snapshot;
import io.sluice.table.Table;
import io.sluice.table.files.FilesTable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The zones of one environment, and where each dataset lies in them.
 *
 * @param settings of the engine and the storage, complete and with secrets revealed
 * @param clock the time of this run
 */
public record Lake(
    EnvironmentSpec environment, Map<String, String> settings, Storage storage, Clock clock) {
  private static final String HADOOP = "spark.hadoop.";

  /** The length of leases in milliseconds: a system property for tests, which cannot wait. */
  private static final String LEASE_MILLIS = "sluice.lease.millis";

  /**
   * Opens the lake of these files.
   *
   * @param variables the process's environment
   */
  public static Lake open(Loaded loaded, Map<String, String> variables, Clock clock) {
    EnvironmentSpec environment = loaded.environment();
    Map<String, String> settings =
        EngineSettings.of(
            Secret.revealed(environment.spark(), variables),
            System.getProperties(),
            variables,
            Location.of(environment.clean()));
    Storage storage =
        environment.singleWriter()
            ? RoutedStorage.ofSingleWriter(settings)
            : new RoutedStorage(settings);
    return new Lake(environment, settings, storage, clock);
  }

  /** The same lake with its clean tables elsewhere. */
  Lake withClean(Location clean) {
    return new Lake(environment.withClean(clean.text()), settings, storage, clock);
  }

  public Table table(JobSpec job) {
    return new FilesTable(storage, Location.of(environment.clean()), job.dataset());
  }

  /** The failure to throw where a dataset was never loaded. */
  public ConfigurationException noTable(JobSpec job) {
    return new ConfigurationException(
        job.dataset()
            + ": there is no table at "
            + table(job).root()
            + ". Run ingest first, or name the environment file of another lake by --conf");
  }

  /** A reader of data files where no engine is started. */
  public FileContent content() {
    Configuration hadoop = new Configuration();
    settings.forEach(
        (name, value) -> {
          if (name.startsWith(HADOOP)) {
            hadoop.set(name.substring(HADOOP.length()), value);
          }
        });
    return new FileContent(hadoop);
  }

  /**
   * The warning for an empty lake. A usual cause is a relative path and the wrong working
   * directory.
   */
  public Optional<String> emptiness() {
    Location raw = Location.of(environment.raw());
    Location clean = Location.of(environment.clean());
    boolean empty = storage.names(raw).isEmpty() && storage.names(clean).isEmpty();
    return empty
        ? Optional.of(
            "the lake is empty: "
                + raw
                + " and "
                + clean
                + " are empty or do not exist. If there should be data, correct the lake in the"
                + " environment file; a relative path there starts at the working directory")
        : Optional.empty();
  }

  /** Where increments of a dataset land. */
  public Location rawFolder(JobSpec job) {
    return rawFolder(environment, job);
  }

  /** The same by its files alone, without a lake that is open. */
  public static Location rawFolder(EnvironmentSpec environment, JobSpec job) {
    return job.raw()
        .path()
        .map(Location::of)
        .orElseGet(() -> folder(environment.raw(), job.dataset()));
  }

  /** The folder of a dataset in a zone. */
  public static Location folder(String zone, DatasetName dataset) {
    return Location.of(zone).append(dataset.source()).append(dataset.name());
  }

  public RawZone rawZone(JobSpec job) {
    return new RawZone(storage, job, rawFolder(job), clock);
  }

  /**
   * What lies beside the raw folder of a loaded table and may be meant for it, a sentence each;
   * nothing where that cannot be listed.
   */
  public List<String> besideRaw(JobSpec job) {
    Location tables = Location.of(environment.clean()).append(job.dataset().source());
    try {
      return rawZone(job).beside(name -> !storage.names(tables.append(name)).isEmpty());
    } catch (SluiceException e) {
      return List.of(); // who may read a folder need not be allowed to list the one above
    }
  }

  /** What somebody can do about a table that cannot follow its job file. */
  public String waysOut(JobSpec job, Snapshot version) {
    List<Increment> applied = version.state().applied();
    return "Undo the change, or load the table anew with \"sluice backfill "
        + job.dataset()
        + "\". That needs the raw files"
        + there(job, applied);
  }

  private String there(JobSpec job, List<Increment> applied) {
    try {
      long present = rawZone(job).present(applied);
      return present == applied.size()
          ? ", which are all still in " + rawFolder(job)
          : ": those of "
              + present
              + " of "
              + applied.size()
              + " applied increments are still in "
              + rawFolder(job);
    } catch (SluiceException e) {
      return " in " + rawFolder(job);
    }
  }

  public Ledger ledger() {
    return new Ledger(storage, Location.of(environment.ledger()));
  }

  public ExportLog exports() {
    return new ExportLog(storage, Location.of(environment.ledger()));
  }

  public Leases leases() {
    Location zone = Location.of(environment.ledger());
    Long millis = Long.getLong(LEASE_MILLIS);
    return millis == null
        ? new Leases(storage, zone, clock, Holder.thisProcess())
        : new Leases(storage, zone, clock, Holder.thisProcess(), Duration.ofMillis(millis));
  }

  /** The name of this machine, as the ledger notes it. */
  public static String host() {
    return Holder.thisProcess().host();
  }

  /** Fails where a zone is missing or forbidden, before anything starts. */
  public void checkReachable() {
    storage.checkReachable(Location.of(environment.raw()));
    storage.checkReachable(Location.of(environment.clean()));
    storage.checkReachable(Location.of(environment.ledger()));
  }
}
