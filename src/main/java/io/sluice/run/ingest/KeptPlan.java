package io.sluice.run.ingest;

import io.sluice.run.Lake;
import io.sluice.spec.DatasetName;
import io.sluice.spec.Increment;
import io.sluice.spec.JobSpec;
import io.sluice.table.Snapshot;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The next commit of a dataset as {@code plan} foresaw it, and all that it depends on; what a plan
 * file keeps.
 *
 * @param place where the dataset lies
 * @param job what the job file said, by its keys: a hash each. Keys that decide nothing are left
 *     out
 * @param base the version that it was made on; empty where there was no table
 * @param increments that the commit applies, in their order, with the hashes of their files
 * @param counts of the commit
 * @param rows of the table after it
 */
public record KeptPlan(
    DatasetName dataset,
    Place place,
    Map<String, String> job,
    Optional<Base> base,
    List<Increment> increments,
    Map<String, Long> counts,
    long rows) {

  /**
   * The folders of a dataset.
   *
   * @param raw of its increments
   * @param table of its clean table
   */
  public record Place(String raw, String table) {
    static Place of(Lake lake, JobSpec job) {
      return new Place(lake.rawFolder(job).text(), lake.table(job).root().text());
    }
  }

  /**
   * A version.
   *
   * @param commit tells it from another of its number, where it is known
   */
  public record Base(long number, Optional<String> commit) {
    static Optional<Base> of(Optional<Snapshot> version) {
      return version.map(one -> new Base(one.number(), one.commit()));
    }
  }

  /** Copies lists and maps; their order is kept. */
  public KeptPlan {
    job = Collections.unmodifiableMap(new LinkedHashMap<>(job));
    increments = List.copyOf(increments);
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
  }

  /** What a job file says, by its keys, a hash each: what decides the outcome of a run. */
  public static Map<String, String> hashes(JobSpec job) {
    Map<String, Object> parts = new LinkedHashMap<>();
    String columns = job.columns().toString();
    String ofFiles = job.raw().columns().toString();
    parts.put("raw", job.raw().toString().replace(ofFiles, ""));
    parts.put("columns", columns);
    parts.put("raw.columns", columns.equals(ofFiles) ? "" : ofFiles);
    parts.put("key", job.merge().key());
    parts.put("mode", job.merge().mode());
    parts.put("order_by", job.merge().orderBy());
    parts.put("tie", job.merge().tie());
    parts.put("ties", job.merge().ties());
    parts.put("max_skew", job.merge().maxSkew());
    parts.put("delete_when", List.of(job.merge().deleteFlag(), job.merge().deleteCondition()));
    parts.put("on_full_load", job.merge().onFullLoad());
    parts.put("clean.partition_by", job.merge().partitionBy());
    parts.put("clean.format", job.clean().format());
    parts.put("drift", job.drift());
    parts.put("on_contract_change", job.onContractChange());
    parts.put("guard", job.guard());
    parts.put("history", job.history());
    Map<String, String> hashes = new LinkedHashMap<>();
    parts.forEach((key, said) -> hashes.put(key, sha256(Objects.toString(said))));
    return hashes;
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
