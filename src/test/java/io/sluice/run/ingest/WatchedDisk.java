package io.sluice.run.ingest;

import io.sluice.run.PassingStream;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk as Spark sees it, checksum files among it. A watcher is told of every write before
 * it is done, one at a time, and may refuse it.
 */
final class WatchedDisk extends LocalFileSystem {
  /** What is told of writes. */
  interface Watcher {
    /** Called before the write is done; throws where it fails. */
    void before(String write) throws IOException;
  }

  private static final Object ONE_AT_A_TIME = new Object();
  private static Watcher watcher = write -> {};

  WatchedDisk() {
    super(new Raw());
  }

  /** Puts this disk in the place of Hadoop's; without a watcher, Hadoop's is back. */
  static void watch(Configuration engine, Watcher newWatcher) {
    synchronized (ONE_AT_A_TIME) {
      watcher = newWatcher;
      engine.set("fs.file.impl", WatchedDisk.class.getName());
      engine.setBoolean("fs.file.impl.disable.cache", true);
    }
  }

  static void unwatch(Configuration engine) {
    synchronized (ONE_AT_A_TIME) {
      watcher = write -> {};
      engine.unset("fs.file.impl");
      engine.unset("fs.file.impl.disable.cache");
    }
  }

  /** Also for writes that do not go through Hadoop. */
  static void tell(String write) throws IOException {
    synchronized (ONE_AT_A_TIME) {
      watcher.before(write);
    }
  }

  private static final class Raw extends RawLocalFileSystem {
    @Override
    public FSDataOutputStream create(
        Path file,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      tell("create " + file);
      return told(
          file, super.create(file, overwrite, bufferSize, replication, blockSize, progress));
    }

    @Override
    public FSDataOutputStream create(
        Path file,
        FsPermission permission,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      tell("create " + file);
      return told(
          file,
          super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress));
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
      tell("rename " + from + " to " + to);
      return super.rename(from, to);
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
      tell("delete " + path);
      return super.delete(path, recursive);
    }

    @Override
    public boolean mkdirs(Path folder) throws IOException {
      if (!exists(folder)) {
        tell("mkdirs " + folder);
      }
      return super.mkdirs(folder);
    }

    private static FSDataOutputStream told(Path file, FSDataOutputStream target)
        throws IOException {
      return new FSDataOutputStream(
          new PassingStream(target) {
            private boolean closed;

            @Override
            public void close() throws IOException {
              if (!closed) {
                closed = true;
                try {
                  tell("close " + file);
                } finally {
                  target.close();
                }
              }
            }
          },
          null);
    }
  }
}
