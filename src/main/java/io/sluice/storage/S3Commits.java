package io.sluice.storage;

import io.sluice.error.ConfigurationException;
import io.sluice.error.SluiceException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Creates objects that must not be there, by {@code If-None-Match: *}. A store that ignores the
 * header would let two writers both win: the first creation in a bucket tries whether it does, on
 * an object of its own that is never read.
 */
final class S3Commits {
  private static final Logger LOG = LoggerFactory.getLogger(S3Commits.class);
  private static final String PROBE = HiddenNames.TEMPORARY + "probe";
  private static final int TAKEN = 412;
  private static final int CONFLICT = 409;
  private static final long PAUSE_MILLIS = 200;

  private final S3Clients clients;
  private final boolean singleWriter;
  private final Map<String, Boolean> honoured = new ConcurrentHashMap<>();

  /**
   * {@code singleWriter}: if the store ignores the header, looks for the object before each write.
   */
  S3Commits(S3Clients clients, boolean singleWriter) {
    this.clients = clients;
    this.singleWriter = singleWriter;
  }

  /** As {@link Storage#putIfAbsent}. */
  boolean create(Location file, byte[] content) {
    S3Place place = S3Place.of(file);
    if (honoured.computeIfAbsent(place.bucket(), bucket -> isHonoured(file))) {
      return conditionally(file, content);
    }
    if (!singleWriter) {
      throw new ConfigurationException(
          file
              + ": could not be created, this store ignores conditional writes (If-None-Match), so two runs could both commit. Nothing was committed. Use a store that honours"
              + " them, or promise by single_writer: true in the environment file that one process"
              + " at a time writes to this lake.");
    }
    if (found(file).isPresent()) {
      return false;
    }
    clients.of(place).trying().putObject(to(place), RequestBody.fromBytes(content));
    return true;
  }

  /**
   * If a request gets no answer, the store may or may not have received it: a kept connection may
   * be gone. It is tried again. If the object then exists, its content says whose it is.
   */
  private boolean conditionally(Location file, byte[] content) {
    S3Place place = S3Place.of(file);
    S3Clients.Clients bucket = clients.of(place);
    boolean maybeDone = false;
    for (int attempt = 1; ; attempt++) {
      try {
        bucket.attempt(attempt).putObject(ifAbsent(place), RequestBody.fromBytes(content));
        return true;
      } catch (SdkException e) {
        if (e instanceof AwsServiceException answer && answer.statusCode() == TAKEN) {
          return maybeDone && isOurs(file, content, e);
        }
        maybeDone |= S3Failures.mayHaveBeenDone(e);
        if (!S3Failures.mayPass(e) || attempt >= bucket.attempts()) {
          if (!maybeDone) {
            throw S3Failures.of(file, "created", e);
          }
          if (isOurs(file, content, e)) {
            return true;
          }
          throw Failures.unknown(file, S3Failures.innermost(e), e);
        }
        if (attempt > 1 || e instanceof AwsServiceException) {
          pause(
              file, attempt,
              e); // Else the connection may have been gone: a new one serves at once.
        }
      }
    }
  }

  /** Whether the stored object is what was sent; throws if that cannot be known. */
  private boolean isOurs(Location file, byte[] content, SdkException lost) {
    try {
      return found(file).filter(there -> Arrays.equals(there, content)).isPresent();
    } catch (SluiceException | SdkException e) {
      lost.addSuppressed(e);
      throw Failures.unknown(file, S3Failures.innermost(lost), lost);
    }
  }

  private Optional<byte[]> found(Location file) {
    S3Place place = S3Place.of(file);
    return S3Files.content(clients.of(place).trying(), place);
  }

  /** Two creations of one object: where both succeed, the store does not look at the condition. */
  private boolean isHonoured(Location file) {
    S3Place place = S3Place.of(file);
    String folder = place.key().substring(0, place.key().lastIndexOf('/') + 1);
    S3Place probe = new S3Place(place.bucket(), folder + PROBE);
    boolean first = created(probe);
    boolean honours = !first || !created(probe);
    if (!honours && singleWriter) {
      LOG.warn("{}: this store ignores conditional writes; one writer is promised", file);
    }
    return honours;
  }

  private boolean created(S3Place probe) {
    S3Client client = clients.of(probe).trying();
    try {
      client.putObject(ifAbsent(probe), RequestBody.empty());
      return true;
    } catch (AwsServiceException e) {
      if (e.statusCode() == TAKEN || e.statusCode() == CONFLICT) {
        return false;
      }
      if (S3Failures.isNotKnownThere(e)) {
        return true; // It refuses the header: that is no honouring either.
      }
      throw e;
    }
  }

  private static void pause(Location file, int attempt, SdkException cause) {
    LOG.debug("{}: creation is tried again after {}", file, cause.toString());
    try {
      Thread.sleep(PAUSE_MILLIS << attempt);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cause.addSuppressed(e);
      throw Failures.unknown(file, "the run was interrupted", cause);
    }
  }

  private static PutObjectRequest ifAbsent(S3Place place) {
    return to(place).toBuilder().ifNoneMatch("*").build();
  }

  private static PutObjectRequest to(S3Place place) {
    return PutObjectRequest.builder().bucket(place.bucket()).key(place.key()).build();
  }
}
