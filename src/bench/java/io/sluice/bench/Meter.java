package io.sluice.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * Measures one thing after the other: wall time, what Spark's tasks read and wrote, and the heap
 * that was in use after a collection, at its greatest.
 */
final class Meter extends SparkListener {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final SparkSession spark;
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong heap = new AtomicLong();

  /** A meter of what happens in this session and process. */
  Meter(SparkSession spark) {
    this.spark = spark;
    spark.sparkContext().addSparkListener(this);
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(
            (notification, handback) ->
                collected((CompositeData) notification.getUserData(), notification.getType()),
            null,
            null);
      }
    }
  }

  /**
   * What was measured.
   *
   * @param seconds on the wall
   * @param busySeconds of all processors, which says more where others use them too
   * @param heapBytes 0 where nothing was collected
   */
  record Measured(
      double seconds, double busySeconds, long heapBytes, long readBytes, long writtenBytes) {}

  /** Does the work and measures it; the heap is collected beforehand, and not on the clock. */
  Measured measure(Callable<?> work) throws Exception {
    System.gc();
    spark.sparkContext().listenerBus().waitUntilEmpty();
    read.set(0);
    written.set(0);
    heap.set(0);
    long busy = PROCESS.getProcessCpuTime();
    long started = System.nanoTime();
    work.call();
    double seconds = (System.nanoTime() - started) / 1e9;
    double busySeconds = (PROCESS.getProcessCpuTime() - busy) / 1e9;
    spark.sparkContext().listenerBus().waitUntilEmpty();
    return new Measured(seconds, busySeconds, heap.get(), read.get(), written.get());
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    TaskMetrics metrics = end.taskMetrics();
    if (metrics != null) {
      read.addAndGet(metrics.inputMetrics().bytesRead());
      written.addAndGet(metrics.outputMetrics().bytesWritten());
    }
  }

  private void collected(CompositeData data, String type) {
    if (type.equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      long used =
          GarbageCollectionNotificationInfo.from(data)
              .getGcInfo()
              .getMemoryUsageAfterGc()
              .entrySet()
              .stream()
              .filter(pool -> pool.getKey().startsWith("PS ") || pool.getKey().startsWith("G1 "))
              .map(pool -> pool.getValue())
              .mapToLong(MemoryUsage::getUsed)
              .sum();
      heap.accumulateAndGet(used, Math::max);
    }
  }
}
