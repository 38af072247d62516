package io.sluice.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.error.ConfigurationException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The contract on each S3 server, and what only S3 has. */
@ParameterizedClass
@EnumSource(S3Store.class)
class S3FilesIT extends StorageContract {
  private final S3Server server;
  private final S3Client client;
  private final String bucket;
  private final String folder = UUID.randomUUID().toString();
  private final Storage storage;

  S3FilesIT(S3Store store) {
    server = S3Server.shared(store);
    client = server.client();
    bucket = server.newBucket();
    storage = new RoutedStorage(S3Server.settings(server.port()));
  }

  @Override
  Storage storage() {
    return storage;
  }

  @Override
  Location root() {
    return Location.of("s3a://" + bucket + "/" + folder);
  }

  @Override
  void plant(String path, String content) {
    client.putObject(
        request -> request.bucket(bucket).key(folder + "/" + path),
        RequestBody.fromString(content));
  }

  @Override
  List<String> seen(String path) {
    String prefix = folder + "/" + path + "/";
    return client
        .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
        .contents()
        .stream()
        .map(S3Object::key)
        .map(key -> key.substring(prefix.length()))
        .filter(name -> !name.equals("_tmp.probe"))
        .toList();
  }

  @Test
  void givenMarkersOfFolders_whenListed_thenTheyAreNoFiles() {
    plant("x/", "");
    plant("x/empty/", "");
    plant("x/a", "one");

    assertThat(storage().names(at("x"))).containsExactly("a", "empty/");
    assertThat(storage().list(at("x")))
        .extracting(Storage.StoredFile::location)
        .containsExactly(at("x/a"));
    storage().delete(at("x"));
    assertThat(seen("x")).isEmpty();
  }

  @Test
  void givenMoreObjectsThanAPageHolds_whenListedAndDeleted_thenAll() {
    for (int i = 0; i < 1100; i++) {
      plant("many/" + i, "");
    }

    assertThat(storage().list(at("many"))).hasSize(1100);
    assertThat(storage().names(at("many"))).hasSize(1100);
    storage().delete(at("many"));
    assertThat(storage().list(at("many"))).isEmpty();
  }

  @Test
  void givenANeighbourWithALongerName_whenAFolderIsDeleted_thenItStays() {
    plant("v1/a", "one");
    plant("v11/a", "one");

    storage().delete(at("v1"));

    assertThat(storage().names(root())).containsExactly("v11/");
  }

  @Test
  void givenS3AndS3a_whenAPlaceIsNamedByEither_thenItIsTheSame() {
    storage().putIfAbsent(at("a"), bytes("one"));

    Location other = Location.of(at("a").text().replace("s3a:", "s3:"));

    assertThat(storage().load(other)).contains(bytes("one"));
    assertThat(storage().putIfAbsent(other, bytes("two"))).isFalse();
    assertThat(storage().list(Location.of("s3://" + bucket + "/" + folder)))
        .extracting(Storage.StoredFile::location)
        .containsExactly(other);
  }

  @Test
  void givenAnEncryptionAskedFor_whenWritten_thenEveryWriteAsksTheStoreForIt() throws IOException {
    Map<String, String> settings = S3Server.settings(server.port());
    settings.put("spark.hadoop.fs.s3a.encryption.algorithm", "SSE-KMS");
    settings.put("spark.hadoop.fs.s3a.encryption.key", "arn:aws:kms:x");
    try (FaultyWire wire = new FaultyWire(server.port())) {
      settings.put("spark.hadoop.fs.s3a.endpoint", "http://localhost:" + wire.port());
      String asked = "(?is)^PUT .*x-amz-server-side-encryption: aws:kms\r\n.*-aws-kms-key-id: arn:";
      wire.on(asked, Integer.MAX_VALUE, FaultyWire.pretended());
      Storage encrypted = new RoutedStorage(settings);

      encrypted.put(at("a"), bytes("one"));
      encrypted.write(at("b")).close();
      assertThatThrownBy(() -> encrypted.putIfAbsent(at("c"), bytes("one")))
          .hasMessageContaining("ignores conditional writes");
    }
    assertThat(storage().names(root())).isEmpty();

    settings.put("spark.hadoop.fs.s3a.encryption.algorithm", "SSE-C");
    assertThatThrownBy(() -> new RoutedStorage(settings).names(root()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("found \"SSE-C\" against AES256 or SSE-KMS");
  }

  @Test
  void givenAnObjectLargerThanAPart_whenCarried_thenItIsWhole() {
    byte[] large = new byte[11 << 20];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) ((i * 31) >> 7);
    }
    Storage inParts =
        new S3Files(
            EngineSettings.hadoop(S3Server.settings(server.port())), false, new S3Copies(5L << 20));
    inParts.put(at("large"), large);

    inParts.carry(at("large"), at("v2/large"));

    assertThat(inParts.load(at("v2/large"))).contains(large);
  }
}
