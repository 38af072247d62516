package io.sluice.storage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The two ends that an upload in parts can come to. */
final class S3Parts {
  private static final Logger LOG = LoggerFactory.getLogger(S3Parts.class);
  private static final Pattern MD5 = Pattern.compile("[0-9a-fA-F]{32}");

  private S3Parts() {}

  /**
   * Completes the upload, so that the object appears. After a lost answer the client asks again. A
   * store that has already completed the upload then refuses, because the upload no longer exists;
   * the object itself shows it.
   */
  static void complete(S3Client client, S3Place place, String upload, List<CompletedPart> parts) {
    try {
      client.completeMultipartUpload(
          end ->
              end.bucket(place.bucket())
                  .key(place.key())
                  .uploadId(upload)
                  .multipartUpload(all -> all.parts(parts)));
    } catch (S3Exception e) {
      if (e.statusCode() >= 500 || !lies(client, place, parts)) {
        throw e;
      }
    }
  }

  /** Leaving parts behind is no failure: nobody sees them, and the bucket's rules remove them. */
  static void abort(S3Client client, S3Place place, String upload) {
    try {
      client.abortMultipartUpload(
          end -> end.bucket(place.bucket()).key(place.key()).uploadId(upload));
    } catch (SdkException e) {
      LOG.warn("{}: parts of an upload were left behind: {}", place, S3Failures.innermost(e));
    }
  }

  /** Whether the object there is made of these parts. */
  private static boolean lies(S3Client client, S3Place place, List<CompletedPart> parts) {
    Optional<String> expected = tag(parts);
    if (expected.isEmpty()) {
      return false;
    }
    try {
      String found =
          client.headObject(request -> request.bucket(place.bucket()).key(place.key())).eTag();
      return bare(found).equalsIgnoreCase(expected.get());
    } catch (SdkException e) {
      return false;
    }
  }

  /** The tag of an object that is made of these parts; nothing where their own are no MD5 sums. */
  private static Optional<String> tag(List<CompletedPart> parts) {
    try {
      MessageDigest sum = MessageDigest.getInstance("MD5");
      for (CompletedPart part : parts) {
        String one = bare(part.eTag());
        if (!MD5.matcher(one).matches()) {
          return Optional.empty();
        }
        sum.update(HexFormat.of().parseHex(one));
      }
      return Optional.of(HexFormat.of().formatHex(sum.digest()) + "-" + parts.size());
    } catch (NoSuchAlgorithmException e) {
      return Optional.empty();
    }
  }

  private static String bare(String tag) {
    return tag.replace("\"", "");
  }
}
