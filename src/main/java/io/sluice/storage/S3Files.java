package io.sluice.storage;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NotDirectoryException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * S3 and stores that speak its protocol, by the AWS SDK: S3A knows no conditional writes, and
 * loading it takes seconds. A folder is there while something lies in it; the empty objects that
 * S3A keeps in place of folders are no files.
 *
 * <p>Times are whole seconds, as not every request tells more.
 */
final class S3Files implements Storage {
  private static final int NOT_FOUND = 404;

  private final S3Clients clients;
  private final S3Commits commits;
  private final S3Copies copies;

  /**
   * Connects to nothing yet.
   *
   * @param settings Hadoop's, without a prefix
   * @param singleWriter whether stores without conditional writes are good enough
   */
  S3Files(Map<String, String> settings, boolean singleWriter) {
    this(settings, singleWriter, new S3Copies());
  }

  S3Files(Map<String, String> settings, boolean singleWriter, S3Copies copies) {
    this.clients = new S3Clients(settings);
    this.commits = new S3Commits(clients, singleWriter);
    this.copies = copies;
  }

  @Override
  public List<StoredFile> list(Location folder) {
    String prefix = S3Place.of(folder).prefix();
    List<StoredFile> files = new ArrayList<>();
    for (S3Object object : objects(folder)) {
      String path = object.key().substring(prefix.length());
      if (!path.isEmpty() && !path.endsWith("/") && !isHidden(path)) {
        Location file = folder.append(path);
        files.add(stored(file, object.size(), object.lastModified()));
      }
    }
    refuseFile(folder, files.isEmpty());
    files.sort((a, b) -> a.location().compareTo(b.location()));
    return List.copyOf(files);
  }

  @Override
  public List<String> names(Location folder) {
    S3Place place = S3Place.of(folder);
    String prefix = place.prefix();
    List<String> names = new ArrayList<>();
    call(
        folder,
        "listed",
        client -> {
          for (ListObjectsV2Response page :
              client.listObjectsV2Paginator(
                  request -> request.bucket(place.bucket()).prefix(prefix).delimiter("/"))) {
            page.contents().forEach(object -> names.add(object.key().substring(prefix.length())));
            for (CommonPrefix below : page.commonPrefixes()) {
              names.add(below.prefix().substring(prefix.length()));
            }
          }
          return names;
        });
    refuseFile(folder, names.isEmpty());
    return names.stream()
        .filter(name -> !name.isEmpty() && !HiddenNames.isHidden(name))
        .sorted()
        .toList();
  }

  @Override
  public Optional<StoredFile> find(Location file) {
    return call(file, "looked up", client -> found(client, file));
  }

  @Override
  public InputStream read(Location file) {
    S3Place place = S3Place.of(file);
    int attempts = clients.of(place).attempts();
    return call(file, "read", client -> new S3Stream(client, place, attempts));
  }

  @Override
  public byte[] tail(StoredFile file, int most) {
    S3Place place = S3Place.of(file.location());
    if (file.bytes() == 0) {
      return new byte[0];
    }
    String range = "bytes=" + Math.max(0, file.bytes() - most) + "-" + (file.bytes() - 1);
    return call(
        file.location(),
        "read",
        client ->
            client
                .getObject(
                    request -> request.bucket(place.bucket()).key(place.key()).range(range),
                    ResponseTransformer.toBytes())
                .asByteArray());
  }

  @Override
  public Optional<byte[]> load(Location file) {
    return call(file, "read", client -> content(client, S3Place.of(file)));
  }

  /** The object's bytes, or nothing where it is not there; throws what the client throws. */
  static Optional<byte[]> content(S3Client client, S3Place place) {
    try {
      return Optional.of(
          client
              .getObject(
                  request -> request.bucket(place.bucket()).key(place.key()),
                  ResponseTransformer.toBytes())
              .asByteArray());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean putIfAbsent(Location file, byte[] content) {
    return call(file, "created", client -> commits.create(file, content));
  }

  @Override
  public void put(Location file, byte[] content) {
    S3Place place = S3Place.of(file);
    call(
        file,
        "written",
        client ->
            client.putObject(
                request -> request.bucket(place.bucket()).key(place.key()),
                RequestBody.fromBytes(content)));
  }

  @Override
  public OutputStream write(Location file) {
    return call(file, "written", client -> new S3Upload(client, file));
  }

  @Override
  public void carry(Location from, Location to) {
    call(
        to,
        "carried from " + from,
        client -> {
          StoredFile source =
              found(client, from)
                  .orElseThrow(() -> Failures.gone(from, new java.io.FileNotFoundException()));
          if (found(client, to).isPresent()) {
            throw Failures.exists(to, new FileAlreadyExistsException(to.text()));
          }
          copies.copy(client, S3Place.of(from), S3Place.of(to), source.bytes());
          return source;
        });
  }

  @Override
  public void delete(Location location) {
    S3Place place = S3Place.of(location);
    call(
        location,
        "deleted",
        client -> {
          S3Deletions.delete(client, place);
          return place;
        });
  }

  @Override
  public void checkReachable(Location root) {
    S3Place place = S3Place.of(root);
    ListObjectsV2Response first =
        call(
            root,
            "reached",
            client ->
                client.listObjectsV2(
                    request -> request.bucket(place.bucket()).prefix(place.prefix()).maxKeys(1)));
    if (first.contents().isEmpty() && find(root).isPresent()) {
      throw Failures.of(root, "reached", new NotDirectoryException(root.text()));
    }
  }

  private List<S3Object> objects(Location folder) {
    S3Place place = S3Place.of(folder);
    return call(
        folder,
        "listed",
        client ->
            client
                .listObjectsV2Paginator(
                    request -> request.bucket(place.bucket()).prefix(place.prefix()))
                .contents()
                .stream()
                .toList());
  }

  private void refuseFile(Location folder, boolean isEmpty) {
    if (isEmpty && find(folder).isPresent()) {
      throw Failures.of(folder, "listed", new NotDirectoryException(folder.text()));
    }
  }

  private static Optional<StoredFile> found(S3Client client, Location file) {
    S3Place place = S3Place.of(file);
    if (place.key().isEmpty()) {
      return Optional.empty();
    }
    try {
      HeadObjectResponse head =
          client.headObject(request -> request.bucket(place.bucket()).key(place.key()));
      return Optional.of(stored(file, bytes(head), head.lastModified()));
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** How long an object is; throws what the client throws where the answer does not say. */
  static long bytes(HeadObjectResponse head) {
    return Optional.ofNullable(head.contentLength())
        .orElseThrow(() -> SdkClientException.create("the answer has no Content-Length"));
  }

  private <T> T call(Location location, String action, Function<S3Client, T> request) {
    try {
      return request.apply(clients.of(S3Place.of(location)).trying());
    } catch (NoSuchKeyException e) {
      throw Failures.gone(location, e);
    } catch (SdkException e) {
      throw S3Failures.of(location, action, e);
    }
  }

  private static boolean isHidden(String path) {
    return HiddenNames.isHidden(path.substring(path.lastIndexOf('/') + 1));
  }

  private static StoredFile stored(Location location, long bytes, Instant modified) {
    return new StoredFile(location, bytes, modified.getEpochSecond() * 1000);
  }
}
