package dev.carbide.kernel;

import dev.carbide.kernel.format.TableFormats;
import dev.carbide.kernel.pipeline.PipelineBuilder;
import dev.carbide.kernel.pipeline.QueryPlan;
import dev.carbide.kernel.schedule.ExecutablePipeline;
import dev.carbide.kernel.schedule.ExecutionSettings;
import dev.carbide.kernel.schedule.MorselScheduler;
import dev.carbide.kernel.schedule.QueryExecution;
import dev.carbide.offheap.cache.BlockCache;
import dev.carbide.offheap.cache.CacheStatistics;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.memory.HostMemory;
import dev.carbide.offheap.memory.MemoryArbiter;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import dev.carbide.offheap.spill.SpillStore;
import dev.carbide.offheap.spill.SpillUsage;
import dev.carbide.operators.cache.CachedTable;
import dev.carbide.operators.plan.AggregateCall;
import dev.carbide.operators.plan.AggregateNode;
import dev.carbide.operators.plan.PlanNode;
import dev.carbide.operators.plan.ScanNode;
import dev.carbide.operators.scan.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An execution kernel: one memory budget, a fixed number of workers, and a cache of compiled pipelines, shared by all
 * queries. Thread-safe. A process may have several; each keeps to its own budget.
 *
 * <pre>{@code
 * try (Kernel kernel = Kernel.builder().memory(512 << 20).build();
 *         ResultStream result = kernel.prepare(plan).execute()) {
 *     for (Batch batch = result.next(); batch != null; batch = result.next()) {
 *         ...
 *     }
 * }
 * }</pre>
 */
public final class Kernel implements AutoCloseable {
    /** Freed pages are kept for the next query up to this share of the budget, and only where live ones leave room. */
    private static final int IDLE_SHARE = 4;

    private final MemoryPool root;
    private final PageAllocator pages;
    private final MemoryArbiter arbiter;
    private final SpillStore spill;
    private final BlockCache cache;
    private final long budget;
    private final int batchRows;
    private final Duration admissionTimeout;
    private final @Nullable MorselScheduler scheduler;
    private final PipelineMaker pipelines;
    private final AtomicLong unnamed = new AtomicLong();

    // Guarded by open: executions that have not freed everything, and whether more may begin.
    private final Map<QueryExecution, ResultStream> open = new HashMap<>();
    private boolean closed;

    Kernel(KernelBuilder settings) {
        budget = settings.memory();
        arbiter = new MemoryArbiter();
        root = MemoryPool.root("kernel", budget, arbiter);
        spill = settings.openSpillStore();
        pages = PageAllocator.create(budget / IDLE_SHARE, budget, settings.observer());
        cache = new BlockCache(root, pages, settings.protectedStorage(), () -> spill);
        arbiter.storage(cache);
        batchRows = settings.batchRows();
        admissionTimeout = settings.admissionTimeout();
        pipelines = settings.pipelines() == null ? generator(settings) : settings.pipelines();
        scheduler = settings.workers() == 0 ? null : new MorselScheduler("carbide-worker", settings.workers());
    }

    private static PipelineMaker generator(KernelBuilder settings) {
        PipelineGenerator generator = new PipelineGenerator(settings.dumpSources());
        if (settings.workers() > 0) {
            generator.warmUp();
        }
        return generator;
    }

    public static KernelBuilder builder() {
        return new KernelBuilder();
    }

    /** Compiles a plan under a name made up. */
    public PreparedQuery prepare(PlanNode plan) {
        return prepare("query-" + unnamed.incrementAndGet(), plan);
    }

    /**
     * Compiles a plan.
     *
     * @param name in messages, metrics, events and source dumps
     */
    public PreparedQuery prepare(String name, PlanNode plan) {
        long start = System.nanoTime();
        QueryPlan cut = PipelineBuilder.build(plan);
        List<ExecutablePipeline> made =
                cut.pipelines().stream().map(spec -> pipelines.make(name, spec)).toList();
        return new PreparedQuery(this, name, cut, made, System.nanoTime() - start);
    }

    /**
     * Opens a file, a directory or a glob as a table, by whichever format on the class path accepts it. What the table holds
     * counts in this kernel's budget.
     */
    public Table openTable(String path) {
        return TableFormats.open(path, root, pages);
    }

    /**
     * Caches a table: queries over the result find there what they have read before. The cache takes memory that queries do
     * not use; the table itself stays the caller's and is to stay open. The result lasts until it is unpersisted or the
     * kernel is closed.
     *
     * @throws CarbideException if the table is cached already, or reading it at once fails; it is not cached then
     */
    public CachedTable cache(Table table, CacheOptions options) {
        CachedTable cached = CachedTable.of(table, cache, options.level());
        if (!options.lazy()) {
            boolean filled = false;
            try (ResultStream pass = prepareFill(cached).execute()) {
                while (pass.next() != null) {
                    // it is enough that rows pass
                }
                filled = true;
            } finally {
                if (!filled) {
                    cached.unpersist(false);
                }
            }
        }
        return cached;
    }

    /** A query that reads all columns of a cached table, so that they are cached as far as there is room; gives its rows. */
    public PreparedQuery prepareFill(CachedTable table) {
        return prepare("cache " + table.name(), fillPlan(table));
    }

    /** The plan of {@link #prepareFill}. */
    public static PlanNode fillPlan(CachedTable table) {
        return new AggregateNode(ScanNode.all(table), List.of(), List.of(AggregateCall.countAll("rows")));
    }

    /** What is cached of each table. */
    public List<CacheStatistics> cacheStatistics() {
        return cache.statistics();
    }

    public MemoryUsage memory() {
        return new MemoryUsage(budget, root.reserved(), root.peak());
    }

    /** The pool of the whole budget: make children of it for what is to be held beside queries, such as tables in memory. */
    public MemoryPool memoryPool() {
        return root;
    }

    /** Where the off-heap memory of this kernel comes from. */
    public PageAllocator pages() {
        return pages;
    }

    /** Threads that work on queries; 0 if queries run on callers' threads. */
    public int workers() {
        return scheduler == null ? 0 : scheduler.workers();
    }

    public int batchRows() {
        return batchRows;
    }

    /** What spilling costs now and has cost. */
    public SpillUsage spillUsage() {
        return spill.usage();
    }

    ResultStream execute(PreparedQuery query, QueryOptions options) {
        String name = options.name() == null ? query.name() : options.name();
        HostMemory host = options.hostMemory();
        // a host may call back from now on: outside of the lock
        MemoryArbiter of = host == null ? arbiter : new MemoryArbiter();
        MemoryPool hosted = host == null ? null : MemoryPool.onHost(name, host, of);
        ResultStream stream = null;
        QueryExecution execution = null;
        synchronized (open) {
            if (!closed) {
                MemoryPool pool = hosted == null ? root.child(name, options.memoryLimit()) : hosted;
                execution =
                        new QueryExecution(query.plan(), query.pipelines(), settings(name, query, options, pool, of));
                stream = new ResultStream(query, execution);
                open.put(execution, stream);
            }
        }
        if (stream == null) {
            if (hosted != null) {
                hosted.close();
            }
            throw new CarbideException("Query " + name + " cannot be executed: the kernel is closed");
        }
        execution.start();
        return stream;
    }

    /** A query on a host has a ledger and an arbiter of its own. */
    private ExecutionSettings settings(
            String name, PreparedQuery query, QueryOptions options, MemoryPool pool, MemoryArbiter of) {
        return new ExecutionSettings(
                name,
                pool,
                of == arbiter ? Math.min(options.memoryLimit(), budget) : 0,
                pages,
                of,
                spill,
                spec -> pipelines.program(name, spec),
                batchRows,
                options.onCallerThread() ? null : scheduler,
                admissionTimeout,
                options.timeout(),
                query.compileNanos(),
                this::forget);
    }

    private void forget(QueryExecution execution) {
        synchronized (open) {
            open.remove(execution);
        }
    }

    /**
     * Cancels and frees all open results, ends the workers and gives all memory back; a second call does nothing. Nobody may
     * read a batch of an open result meanwhile.
     *
     * @throws dev.carbide.offheap.error.CarbideInternalException if pools made by others are still open, naming them; all
     *     else is done then
     */
    @Override
    public void close() {
        List<Runnable> closings = new ArrayList<>();
        synchronized (open) {
            if (closed) {
                return;
            }
            closed = true;
            open.values().forEach(stream -> closings.add(stream::close));
        }
        if (scheduler != null) {
            closings.add(scheduler::close);
        }
        closings.add(cache::close);
        closings.add(spill::close);
        closings.add(root::close);
        closings.add(pages::close);
        closeAll(closings);
    }

    /** In order, all of them; the first failure is thrown with the others suppressed. */
    private static void closeAll(List<Runnable> closings) {
        RuntimeException first = null;
        for (Runnable closing : closings) {
            try {
                closing.run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
