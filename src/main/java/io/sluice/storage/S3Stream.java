package io.sluice.storage;

import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bytes of an object. A connection that breaks is made again where it broke off, so long as the
 * object is the same; a reader that is slow, or an object of many gigabytes, meets such breaks.
 *
 * <p>Not thread-safe.
 */
final class S3Stream extends InputStream {
  private final S3Client client;
  private final S3Place place;
  private final int attempts;
  private final String tag;
  private final long bytes;
  private ResponseInputStream<GetObjectResponse> in;
  private long position;
  private int failures;

  /** Opens the object; the client's exceptions tell what is wrong with it. */
  S3Stream(S3Client client, S3Place place, int attempts) {
    this.client = client;
    this.place = place;
    this.attempts = attempts;
    this.in = client.getObject(request().build());
    this.tag = in.response().eTag();
    this.bytes = length();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (position < bytes) {
      try {
        int count = in.read(buffer, offset, length);
        if (count > 0) {
          position += count;
          failures = 0;
          return count;
        }
        throw new IOException(
            "the object ended at byte " + position + " against " + bytes + " announced");
      } catch (IOException | SdkException e) {
        open(e);
      }
    }
    return -1;
  }

  private void open(Exception cause) throws IOException {
    failures++;
    if (failures >= attempts) {
      throw new IOException(S3Failures.innermost(cause), cause);
    }
    in.abort();
    try {
      in = client.getObject(request().range("bytes=" + position + "-").ifMatch(tag).build());
    } catch (SdkException e) {
      throw new IOException("opening it again failed, " + S3Failures.innermost(e), e);
    }
  }

  /** Some proxies leave it out of an answer that has a body. */
  private long length() {
    Long announced = in.response().contentLength();
    return announced != null
        ? announced
        : S3Files.bytes(
            client.headObject(head -> head.bucket(place.bucket()).key(place.key()).ifMatch(tag)));
  }

  private GetObjectRequest.Builder request() {
    return GetObjectRequest.builder().bucket(place.bucket()).key(place.key());
  }

  /** If it was not read to its end, the rest is not fetched. */
  @Override
  public void close() throws IOException {
    if (position < bytes) {
      in.abort();
    } else {
      in.close();
    }
  }
}
