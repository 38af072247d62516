package io.sluice.run;

import io.sluice.read.ScannedFile;
import io.sluice.spec.JobSpec;
import io.sluice.table.TableVersion;
import io.sluice.table.TableVersion.DataFile;
import io.sluice.table.TableVersion.SideFolder;
import java.util.List;
import java.util.Optional;

/** What a batch is made of: the version it builds on and the files that are merged into it. */
record BatchInput(JobSpec job, Optional<TableVersion> base, List<ScannedFile> files) {
  BatchInput {
    files = List.copyOf(files);
  }

  /** The data files of the version. */
  List<DataFile> stored() {
    return base.map(TableVersion::dataFiles).orElse(List.of());
  }

  long storedRows() {
    return base.map(TableVersion::rows).orElse(0L);
  }

  long storedBytes() {
    return stored().stream().mapToLong(DataFile::bytes).sum();
  }

  long tombstones() {
    return base.flatMap(TableVersion::tombstones).map(SideFolder::rows).orElse(0L);
  }

  /** The bytes of the files once they are unpacked. */
  long incomingBytes() {
    return files.stream().mapToLong(ScannedFile::unpackedBytes).sum();
  }

  /** How these files are best merged. */
  MergePlan plan() {
    return MergePlan.of(this);
  }

  /** The records of all files; nothing where only the engine can count them. */
  Optional<Long> incomingRows() {
    return files.stream().anyMatch(file -> file.records() < 0)
        ? Optional.empty()
        : Optional.of(files.stream().mapToLong(ScannedFile::records).sum());
  }
}
