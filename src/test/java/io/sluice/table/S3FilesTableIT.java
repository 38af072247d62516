package io.sluice.table;

import io.sluice.spark.TestSession;
import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.DatasetName;
import io.sluice.storage.EngineSettings;
import io.sluice.storage.Location;
import io.sluice.storage.RoutedStorage;
import io.sluice.storage.S3Server;
import io.sluice.storage.S3Store;
import io.sluice.storage.Storage;
import io.sluice.table.files.FilesTable;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables of files on each S3 server. */
@ParameterizedClass
@MethodSource("stores")
class S3FilesTableIT extends TableContract {
  private final Storage storage;
  private final Location zone;

  S3FilesTableIT(S3Store store, CleanFormat format) {
    super(format);
    S3Server server = S3Server.shared(store);
    zone = Location.of("s3a://" + server.newBucket() + "/" + UUID.randomUUID());
    Map<String, String> settings =
        EngineSettings.of(S3Server.settings(server.port()), System.getProperties(), Map.of(), zone);
    storage = new RoutedStorage(settings);
    Configuration hadoop = TestSession.shared().sparkContext().hadoopConfiguration();
    settings.forEach(
        (name, value) -> {
          if (name.startsWith("spark.hadoop.")) {
            hadoop.set(name.substring("spark.hadoop.".length()), value);
          }
        });
  }

  static Stream<Arguments> stores() {
    return Stream.of(S3Store.values())
        .flatMap(
            store -> Stream.of(CleanFormat.values()).map(format -> Arguments.of(store, format)));
  }

  @Override
  Storage storage() {
    return storage;
  }

  @Override
  Location zone() {
    return zone;
  }

  @Override
  Table open(Storage through, DatasetName dataset) {
    return new FilesTable(through, zone, dataset);
  }
}
