package dev.carbide.kernel.schedule;

import dev.carbide.codegen.compile.FlightEvents;
import dev.carbide.kernel.metrics.OperatorMemory;
import dev.carbide.kernel.metrics.OperatorSpills;
import dev.carbide.kernel.metrics.OperatorTotals;
import dev.carbide.kernel.metrics.QueryEvent;
import dev.carbide.kernel.metrics.QueryMetrics;
import dev.carbide.kernel.metrics.QueryProgress;
import dev.carbide.kernel.pipeline.MemoryFloor;
import dev.carbide.kernel.pipeline.QueryPlan;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.error.CancelledException;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.error.MemoryLimitException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.MemoryTask;
import dev.carbide.operators.pipeline.ExecutionContext;
import dev.carbide.operators.runtime.OperatorResources;
import dev.carbide.operators.scan.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a query: its pipelines and their tasks, its result queue and its memory pool.
 *
 * <p>It ends by completion or by its first failure; being cancelled is a failure. From then on {@link #isCancelled} makes
 * every task end at its next batch edge, and parked tasks are woken to do so. When no task is left and the reader holds no
 * batch, everything is freed, once, by whichever thread brings that about: a worker, or the reader.
 *
 * <p>{@link #next} and {@link #close} are for one thread at a time; everything else for any.
 */
public final class QueryExecution implements Cancellation {
    private static final int RESULT_BATCHES = 4;
    /** What comes of a batch that was begun in time may take so many times as much. */
    private static final int RESULT_OVERDRAFT = 4;

    private static final long RESULT_BYTES = 32 << 20;
    /** The share of a query's memory that results may take before they are read. */
    private static final int RESULT_SHARE = 16;

    private final QueryPlan plan;
    private final ExecutionSettings settings;
    private final MemoryPool pool;
    private final OperatorMemory memory;
    private final List<PipelineExecution> pipelines;
    private final ResultQueue queue;
    private final TaskGroup group = new TaskGroup();
    private final @Nullable CallerRunner caller;
    private final TaskRunner runner;

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final CompletableFuture<Void> timer = new CompletableFuture<>();
    private final CompletableFuture<Void> admission = new CompletableFuture<>();
    private final AtomicLongArray cpu;
    private final @Nullable QueryEvent event = FlightEvents.areRecorded() ? QueryEvent.begun() : null;
    private final long began = System.nanoTime();
    private volatile long ended;
    private volatile @Nullable Throwable releaseFailure;

    private final Object lock = new Object();
    // Guarded by lock: tasks that have not ended, and whether somebody frees everything or has done so.
    private final Set<PipelineTask> tasks = new LinkedHashSet<>();
    private boolean releasing;
    /** Whether it still waits to be admitted. */
    private boolean waiting;

    private @Nullable MemoryTask task;
    private volatile @Nullable MemoryPool workSpace;

    /** Reserves nothing and starts nothing yet. */
    public QueryExecution(QueryPlan plan, List<ExecutablePipeline> executables, ExecutionSettings settings) {
        this.plan = plan;
        this.settings = settings;
        this.caller = settings.scheduler() == null ? new CallerRunner() : null;
        this.runner = caller == null ? settings.scheduler() : caller;
        this.cpu = new AtomicLongArray(settings.workers());
        this.pool = settings.pool();
        this.memory = new OperatorMemory(pool, plan.operators().size());
        long resultBytes = Math.clamp(settings.budget() / RESULT_SHARE, 1 << 20, RESULT_BYTES);
        this.queue = new ResultQueue(RESULT_BATCHES, resultBytes, RESULT_OVERDRAFT, this::wakeTasks);
        this.pipelines = executables.stream()
                .map(executable -> new PipelineExecution(this, executable))
                .toList();
    }

    /** Launches the pipelines that depend on no other. Once. */
    public void start() {
        if (settings.timeout() != null) {
            long nanos = TimeUnit.NANOSECONDS.convert(settings.timeout());
            timer.orTimeout(nanos, TimeUnit.NANOSECONDS).whenComplete((done, late) -> {
                if (late != null) {
                    cancel("time-out of " + settings.timeout() + " exceeded");
                }
            });
        }
        synchronized (lock) {
            waiting = true;
        }
        try {
            settings.tasks()
                    .submit(
                            pool,
                            MemoryFloor.of(plan, settings.workers()),
                            this::isCancelled,
                            this::admitted,
                            this::refused);
        } catch (MemoryLimitException refusal) {
            refused(refusal);
        }
        boundAdmission();
    }

    /** Whoever waits for longer than is reasonable learns who has the memory. */
    private void boundAdmission() {
        synchronized (lock) {
            if (!waiting) {
                return;
            }
        }
        Duration patience = settings.admissionTimeout();
        long nanos = TimeUnit.NANOSECONDS.convert(patience);
        admission.orTimeout(nanos, TimeUnit.NANOSECONDS).whenComplete((done, late) -> {
            if (late != null) {
                settings.tasks().withdraw(pool, new MemoryLimitException(lateAdmission(patience)));
            }
        });
    }

    private String lateAdmission(Duration patience) {
        MemoryPool above = pool.parent();
        return "Query " + name() + " has waited for " + patience + " to be admitted with the "
                + MemoryFloor.of(plan, settings.workers()) + " bytes that it needs at least\n"
                + (above == null ? pool : above);
    }

    /** Its floor is reserved. */
    private void admitted(MemoryTask admitted) {
        synchronized (lock) {
            waiting = false;
            task = admitted;
        }
        admission.complete(null);
        MemoryPool space = pool.child("work space");
        workSpace = space;
        space.guarantee(MemoryFloor.workSpace(plan, settings.workers()));
        List<PipelineExecution> first =
                pipelines.stream().filter(p -> p.dependencies().isEmpty()).toList();
        first.forEach(pipeline -> launch(pipeline.newTask()));
        releaseIfOver();
    }

    private void refused(RuntimeException reason) {
        fail(reason);
        synchronized (lock) {
            waiting = false;
        }
        admission.complete(null);
        releaseIfOver();
    }

    public String name() {
        return settings.name();
    }

    /**
     * The next batch, or null at the end; the one before it is released. Its failure is thrown as it was.
     *
     * @throws InterruptedException if interrupted while it waits or, on the caller's thread, between batches
     */
    public @Nullable Batch next() throws InterruptedException, ExecutionFailure {
        queue.releaseHeld();
        if (caller != null) {
            caller.driveUntil(queue::isDecided);
        }
        Batch batch = queue.take();
        if (batch == null) {
            awaitEnd();
        }
        return batch;
    }

    private void awaitEnd() throws ExecutionFailure {
        Throwable cause = failure.get();
        if (cause == null) {
            awaitRelease();
            return;
        }
        try {
            awaitRelease();
        } catch (Throwable leak) {
            cause.addSuppressed(leak);
        }
        throw new ExecutionFailure(cause);
    }

    /** Makes it end early, for that reason; does not wait. Without effect when it has failed or freed everything. */
    public void cancel(String reason) {
        fail(new CancelledException("Query " + name() + " was cancelled: " + reason));
    }

    /** Ends it, if it still runs, and returns when all is freed. */
    public void close() {
        if (released.getCount() > 0) {
            cancel("its result was closed");
        }
        awaitRelease();
    }

    @Override
    public boolean isCancelled() {
        return failure.get() != null;
    }

    public QueryProgress progress() {
        double sum = pipelines.stream().mapToDouble(PipelineExecution::progress).sum();
        long finished = pipelines.stream().filter(PipelineExecution::isFinished).count();
        long rows = pipelines.stream().mapToLong(PipelineExecution::tableRows).sum();
        return new QueryProgress(sum / pipelines.size(), (int) finished, pipelines.size(), rows);
    }

    public QueryMetrics metrics() {
        long first = queue.firstOffer();
        OperatorTotals totals = new OperatorTotals(plan.operators().size());
        pipelines.forEach(pipeline -> pipeline.addTo(totals));
        sampleMemory();
        return new QueryMetrics(
                name(),
                queue.rowsTaken(),
                (ended == 0 ? System.nanoTime() : ended) - began,
                IntStream.range(0, cpu.length()).mapToObj(cpu::get).toList(),
                pool.reserved(),
                pool.peak(),
                settings.compileNanos(),
                first == 0 ? -1 : first - began,
                IntStream.range(0, plan.operators().size())
                        .mapToObj(operator -> totals.metrics(operator, memory))
                        .toList());
    }

    ExecutionContext context(PipelinePools pools, OperatorSpills spills) {
        return new ExecutionContext(
                new OperatorResources(
                        pools.consumers(),
                        pools.work(),
                        settings.pages(),
                        settings.arbiter(),
                        settings.spill(),
                        spills.metrics(),
                        spills.counts(),
                        this,
                        settings.batchRows(),
                        settings.workers()),
                pools.source(),
                queue,
                id -> pipelines.get(id).sink(),
                settings.programs());
    }

    /** Above the pools of what cannot be written out; guaranteed a share of the floor. */
    MemoryPool workSpace() {
        MemoryPool open = workSpace;
        if (open == null) {
            throw new CarbideInternalException("Query " + name() + " has not been admitted");
        }
        return open;
    }

    /** Whether the result has room for what comes of another batch. If not, parked tasks will be woken when it has. */
    boolean hasRoomForOutput() {
        return queue.hasRoom();
    }

    MemoryPool pool() {
        return pool;
    }

    TaskRunner runner() {
        return runner;
    }

    TaskGroup group() {
        return group;
    }

    int workers() {
        return settings.workers();
    }

    void addCpu(int worker, long nanos) {
        cpu.addAndGet(worker, nanos);
    }

    void sampleMemory() {
        memory.sample();
    }

    /** Lets a new task run, unless the execution is to end. */
    void launch(PipelineTask task) {
        synchronized (lock) {
            if (isCancelled()) {
                return;
            }
            tasks.add(task);
        }
        task.wake();
    }

    /** The first failure counts; what follows from it, or comes with it, is suppressed in it. */
    void fail(Throwable cause) {
        if (failure.compareAndSet(null, cause)) {
            ended = ended == 0 ? System.nanoTime() : ended;
            queue.close();
            wakeTasks();
            settings.tasks().withdraw(pool);
            return;
        }
        Throwable first = failure.get();
        if (first != null && first != cause && !(cause instanceof CancelledException)) {
            first.addSuppressed(cause);
        }
    }

    void resultComplete() {
        ended = System.nanoTime();
        queue.complete();
    }

    void pipelineFinished(int id) {
        for (PipelineExecution pipeline : pipelines) {
            if (pipeline.dependencies().contains(id) && pipeline.dependencyFinished()) {
                launch(pipeline.newTask());
            }
        }
    }

    void closeSink(int id) {
        pipelines.get(id).closeSink();
    }

    void taskEnded(PipelineTask task) {
        synchronized (lock) {
            tasks.remove(task);
        }
        releaseIfOver();
    }

    /** Also wakes tasks that wait for something else than the result queue: they look, and park again. */
    private void wakeTasks() {
        List<PipelineTask> woken;
        synchronized (lock) {
            woken = new ArrayList<>(tasks);
        }
        woken.forEach(Task::wake);
    }

    private void awaitRelease() {
        queue.releaseHeld();
        releaseIfOver();
        boolean interrupted = false;
        while (true) {
            try {
                if (caller != null) {
                    caller.driveUntil(this::hasNoTasks);
                }
                released.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        throwReleaseFailure();
    }

    private void throwReleaseFailure() {
        Throwable leak = releaseFailure;
        releaseFailure = null;
        switch (leak) {
            case null -> {}
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            default -> throw new IllegalStateException(leak);
        }
    }

    private boolean hasNoTasks() {
        synchronized (lock) {
            return tasks.isEmpty();
        }
    }

    private void releaseIfOver() {
        if (!queue.isDrained()) {
            return;
        }
        synchronized (lock) {
            if (!tasks.isEmpty() || releasing || waiting) {
                return;
            }
            releasing = true;
        }
        timer.complete(null);
        for (PipelineExecution pipeline : pipelines.reversed()) {
            release(pipeline::closeRun);
        }
        for (PipelineExecution pipeline : pipelines.reversed()) {
            release(pipeline::closeSink);
        }
        release(this::sampleMemory);
        if (workSpace != null) {
            release(workSpace::close);
        }
        release(task == null ? pool::close : task::close);
        if (event != null) {
            event.commitWith(metrics(), failure.get());
        }
        settings.released().accept(this);
        released.countDown();
    }

    private void release(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            if (releaseFailure == null) {
                releaseFailure = e;
            } else {
                releaseFailure.addSuppressed(e);
            }
        }
    }
}
