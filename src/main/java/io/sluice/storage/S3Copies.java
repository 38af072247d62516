package io.sluice.storage;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Copies objects within the store: no byte comes here. S3 copies up to 5 GB in one step; larger
 * ones, and those that would take it long, go in parts, which appear together.
 */
final class S3Copies {
  /** Few seconds each; 10,000 parts of it hold the 5 TB that S3 takes. */
  private static final long PART_BYTES = 512L << 20;

  private final long partBytes;

  S3Copies() {
    this(PART_BYTES);
  }

  /** With parts of this size, at least 5 MiB. */
  S3Copies(long partBytes) {
    this.partBytes = partBytes;
  }

  void copy(S3Client client, S3Place from, S3Place to, long bytes) {
    if (bytes > partBytes) {
      inParts(client, from, to, bytes);
    } else {
      client.copyObject(
          copy ->
              copy.sourceBucket(from.bucket())
                  .sourceKey(from.key())
                  .destinationBucket(to.bucket())
                  .destinationKey(to.key()));
    }
  }

  private void inParts(S3Client client, S3Place from, S3Place to, long bytes) {
    String upload =
        client.createMultipartUpload(make -> make.bucket(to.bucket()).key(to.key())).uploadId();
    try {
      List<CompletedPart> parts = new ArrayList<>();
      for (long start = 0; start < bytes; start += partBytes) {
        parts.add(part(client, from, to, upload, start, Math.min(start + partBytes, bytes)));
      }
      S3Parts.complete(client, to, upload, parts);
    } catch (SdkException e) {
      S3Parts.abort(client, to, upload);
      throw e;
    }
  }

  private CompletedPart part(
      S3Client client, S3Place from, S3Place to, String upload, long start, long end) {
    int number = (int) (start / partBytes) + 1;
    String tag =
        client
            .uploadPartCopy(
                copy ->
                    copy.sourceBucket(from.bucket())
                        .sourceKey(from.key())
                        .destinationBucket(to.bucket())
                        .destinationKey(to.key())
                        .uploadId(upload)
                        .partNumber(number)
                        .copySourceRange("bytes=" + start + "-" + (end - 1)))
            .copyPartResult()
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }
}
