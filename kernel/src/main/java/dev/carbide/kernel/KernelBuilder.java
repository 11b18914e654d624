package dev.carbide.kernel;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.memory.AllocationObserver;
import dev.carbide.offheap.spill.SpillIo;
import dev.carbide.offheap.spill.SpillSettings;
import dev.carbide.offheap.spill.SpillStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link Kernel}; each has a default. Not thread-safe. */
public final class KernelBuilder {
    private static final long MIN_MEMORY = 1 << 20;
    private static final int MAX_WORKERS = 1024;

    private long memory = Math.max(MIN_MEMORY, Runtime.getRuntime().maxMemory());
    private int workers = Runtime.getRuntime().availableProcessors();
    private int batchRows = Batch.MAX_ROWS;
    private double storageFraction = 0.5;
    private SpillSettings spill = SpillSettings.DEFAULT;
    private @Nullable SpillIo spillIo;
    private AllocationObserver observer = AllocationObserver.NONE;
    private @Nullable Path dumpSources;
    private Duration admissionTimeout = Duration.ofMinutes(10);
    private boolean callerThread;
    private @Nullable PipelineMaker pipelines;

    KernelBuilder() {}

    /** The budget in bytes for all off-heap memory, memory kept for reuse included. As much as the heap by default. */
    public KernelBuilder memory(long bytes) {
        require(bytes >= MIN_MEMORY, "The memory of a kernel must be at least " + MIN_MEMORY + " bytes, got " + bytes);
        this.memory = bytes;
        return this;
    }

    /** How many threads work on queries. One per processor by default. */
    public KernelBuilder workers(int count) {
        require(
                count >= 1 && count <= MAX_WORKERS,
                "The workers of a kernel must be 1 to " + MAX_WORKERS + ", got " + count);
        this.workers = count;
        return this;
    }

    /** Rows per batch, 1 to {@link Batch#MAX_ROWS}, which is the default. Small values are for tests. */
    public KernelBuilder batchRows(int rows) {
        require(
                rows >= 1 && rows <= Batch.MAX_ROWS,
                "The rows of a batch must be 1 to " + Batch.MAX_ROWS + ", got " + rows);
        this.batchRows = rows;
        return this;
    }

    /**
     * The share of the memory that cached tables keep when queries need it; beyond, they have to leave. Half by default.
     * What queries do not use, cached tables may take.
     */
    public KernelBuilder storageFraction(double fraction) {
        require(
                fraction >= 0 && fraction <= 1,
                "The storage fraction of a kernel must be between 0 and 1, got " + fraction);
        this.storageFraction = fraction;
        return this;
    }

    /** Existing directories for what does not fit into memory, used in turn. */
    public KernelBuilder spillDirectories(List<Path> directories) {
        for (Path directory : directories) {
            require(
                    Files.isDirectory(directory) && Files.isWritable(directory),
                    "A spill directory must exist and be writable, got " + directory);
        }
        this.spill = spill.withDirectories(directories);
        return this;
    }

    /** The most bytes that spill files may take on disk, all together. Unlimited by default. */
    public KernelBuilder spillQuota(long bytes) {
        require(bytes >= 0, "The quota of spill files must not be negative, got " + bytes);
        this.spill = spill.withQuotaBytes(bytes);
        return this;
    }

    /** Encrypts what is spilled, by AES-GCM with a random key that never leaves the process. */
    public KernelBuilder encryptSpill() {
        this.spill = spill.withEncrypted(true);
        return this;
    }

    /**
     * How long a query may wait to be admitted while others have the memory that it needs at least; it fails then, telling
     * who has it. Ten minutes by default.
     */
    public KernelBuilder admissionTimeout(Duration patience) {
        require(!patience.isNegative(), "The time-out of admission must not be negative, got " + patience);
        this.admissionTimeout = patience;
        return this;
    }

    /** Writes the generated source of every query to {@code <directory>/<query>/<pipeline>.java}. */
    public KernelBuilder dumpSources(Path directory) {
        this.dumpSources = directory;
        return this;
    }

    /** No threads of its own: all queries run on the threads that read their results, with one worker each. */
    public KernelBuilder onCallerThread() {
        this.callerThread = true;
        return this;
    }

    /** Makes pipelines in another way than by generating code. */
    KernelBuilder pipelines(PipelineMaker maker) {
        this.pipelines = maker;
        return this;
    }

    public Kernel build() {
        return new Kernel(this);
    }

    long memory() {
        return memory;
    }

    long protectedStorage() {
        return (long) (memory * storageFraction);
    }

    Duration admissionTimeout() {
        return admissionTimeout;
    }

    int workers() {
        return callerThread ? 0 : workers;
    }

    int batchRows() {
        return batchRows;
    }

    /** Reads and writes spill files in another way. */
    KernelBuilder spillIo(SpillIo io) {
        this.spillIo = io;
        return this;
    }

    /** Is told of every page of the kernel before it is allocated. */
    KernelBuilder observer(AllocationObserver allocations) {
        this.observer = allocations;
        return this;
    }

    AllocationObserver observer() {
        return observer;
    }

    SpillStore openSpillStore() {
        return spillIo == null ? SpillStore.open(spill) : SpillStore.open(spill, spillIo);
    }

    @Nullable
    Path dumpSources() {
        return dumpSources;
    }

    @Nullable
    PipelineMaker pipelines() {
        return pipelines;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new CarbideException(message);
        }
    }
}
