package io.sluice.storage;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An object on its way into the store, a part of it in memory. It appears, whole, when the stream
 * is closed; what is written after a failure is lost with all of it.
 */
final class S3Upload extends OutputStream {
  /** 10,000 parts, the most that S3 takes, hold 160 GB. */
  private static final int PART_BYTES = 16 << 20;

  private final S3Client client;
  private final Location file;
  private final S3Place place;
  private final int partBytes;
  private final ByteArrayOutputStream part = new ByteArrayOutputStream();
  private final List<CompletedPart> parts = new ArrayList<>();
  private Optional<String> upload = Optional.empty();
  private boolean closed;

  S3Upload(S3Client client, Location file) {
    this(client, file, PART_BYTES);
  }

  /** With parts of this size, at least 5 MiB. */
  S3Upload(S3Client client, Location file, int partBytes) {
    this.client = client;
    this.file = file;
    this.place = S3Place.of(file);
    this.partBytes = partBytes;
  }

  @Override
  public void write(int b) {
    part.write(b);
    sendIfFull();
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      int fits = Math.min(left, partBytes - part.size());
      part.write(bytes, from, fits);
      from += fits;
      left -= fits;
      sendIfFull();
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (upload.isEmpty()) {
      known(
          () ->
              client.putObject(
                  request -> request.bucket(place.bucket()).key(place.key()),
                  RequestBody.fromBytes(part.toByteArray())));
      return;
    }
    if (part.size() > 0) {
      send();
    }
    known(() -> S3Parts.complete(client, place, upload.get(), parts));
  }

  private void sendIfFull() {
    if (part.size() >= partBytes) {
      send();
    }
  }

  private void send() {
    known(
        () -> {
          if (upload.isEmpty()) {
            upload =
                Optional.of(
                    client
                        .createMultipartUpload(make -> make.bucket(place.bucket()).key(place.key()))
                        .uploadId());
          }
          int number = parts.size() + 1;
          String tag =
              client
                  .uploadPart(
                      request ->
                          request
                              .bucket(place.bucket())
                              .key(place.key())
                              .uploadId(upload.get())
                              .partNumber(number),
                      RequestBody.fromBytes(part.toByteArray()))
                  .eTag();
          parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        });
    part.reset();
  }

  private void known(Runnable step) {
    try {
      step.run();
    } catch (SdkException e) {
      closed = true;
      upload.ifPresent(id -> S3Parts.abort(client, place, id));
      throw S3Failures.of(file, "written", e);
    }
  }
}
