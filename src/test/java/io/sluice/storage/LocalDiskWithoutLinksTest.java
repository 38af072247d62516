package io.sluice.storage;

class LocalDiskWithoutLinksTest extends LocalStorageContract {
  @Override
  Storage storage() {
    return new LocalDisk(false);
  }

  @Override
  String kind() {
    return "locks";
  }
}
