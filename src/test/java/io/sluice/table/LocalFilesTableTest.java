package io.sluice.table;

import io.sluice.spec.CleanSpec.CleanFormat;
import io.sluice.spec.DatasetName;
import io.sluice.storage.Location;
import io.sluice.storage.RoutedStorage;
import io.sluice.storage.Storage;
import io.sluice.table.files.FilesTable;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables of files on local disk. */
@ParameterizedClass
@EnumSource(CleanFormat.class)
class LocalFilesTableTest extends TableContract {
  private final Storage storage = new RoutedStorage(Map.of());

  @TempDir private Path disk;

  LocalFilesTableTest(CleanFormat format) {
    super(format);
  }

  @Override
  Storage storage() {
    return storage;
  }

  @Override
  Location zone() {
    return Location.of(disk.toString());
  }

  @Override
  Table open(Storage through, DatasetName dataset) {
    return new FilesTable(through, zone(), dataset);
  }
}
