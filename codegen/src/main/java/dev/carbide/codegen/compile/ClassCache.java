package dev.carbide.codegen.compile;

import dev.carbide.codegen.source.GeneratedSource;
import dev.carbide.offheap.error.CancelledException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Compiled classes by the text of their source: bounded, the least recently used leaves first. A class that left unloads
 * once nothing uses it. Thread-safe: a text is compiled by the thread that asks first, others wait for it; nobody holds a
 * lock while compiling.
 */
public final class ClassCache {
    public static final int DEFAULT_ENTRIES = 512;

    private final PipelineCompiler compiler;
    private final int maxEntries;

    // All guarded by this.
    private final Map<String, CompiledClass> compiled = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, CompletableFuture<CompiledClass>> compiling = new HashMap<>();
    private long hits;
    private long misses;
    private long evictions;
    private long failures;
    private long compileNanos;

    public ClassCache(PipelineCompiler compiler) {
        this(compiler, DEFAULT_ENTRIES);
    }

    /** @param maxEntries at least 1 */
    public ClassCache(PipelineCompiler compiler, int maxEntries) {
        if (maxEntries < 1) {
            throw new IllegalArgumentException("A class cache needs at least 1 entry, got " + maxEntries);
        }
        this.compiler = compiler;
        this.maxEntries = maxEntries;
    }

    /**
     * The class of this source, compiled now if need be.
     *
     * @throws CodegenException if it does not compile; failures are not kept
     * @throws CancelledException if the thread is interrupted while another one compiles the source; the interrupt stays set
     */
    public CompiledClass get(GeneratedSource source) {
        CompilationEvent event = FlightEvents.areRecorded() ? CompilationEvent.begun() : null;
        while (true) {
            CompletableFuture<CompiledClass> running;
            CompletableFuture<CompiledClass> mine = new CompletableFuture<>();
            synchronized (this) {
                CompiledClass known = compiled.get(source.text());
                if (known != null) {
                    hits++;
                    commitHit(event, known);
                    return known;
                }
                running = compiling.putIfAbsent(source.text(), mine);
            }
            if (running == null) {
                return compile(source, mine);
            }
            CompiledClass other = await(source, running);
            if (other != null) {
                countHit();
                commitHit(event, other);
                return other;
            }
        }
    }

    private CompiledClass compile(GeneratedSource source, CompletableFuture<CompiledClass> promise) {
        try {
            CompiledClass result = compiler.compile(source);
            finished(source.text(), result);
            promise.complete(result);
            return result;
        } catch (Throwable failure) {
            finished(source.text(), null);
            promise.completeExceptionally(failure);
            throw failure;
        }
    }

    private synchronized void finished(String text, @Nullable CompiledClass result) {
        misses++;
        compiling.remove(text);
        if (result == null) {
            failures++;
            return;
        }
        compileNanos += result.compileNanos();
        compiled.put(text, result);
        Iterator<?> eldest = compiled.keySet().iterator();
        while (compiled.size() > maxEntries) {
            eldest.next();
            eldest.remove();
            evictions++;
        }
    }

    /** Null if the other thread failed for a reason that need not be ours, such as a lack of memory. */
    private static @Nullable CompiledClass await(GeneratedSource source, CompletableFuture<CompiledClass> running) {
        try {
            return running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("Interrupted while " + source.className() + " was being compiled");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CodegenException failure) {
                throw failure.again();
            }
            return null;
        }
    }

    private static void commitHit(@Nullable CompilationEvent event, CompiledClass found) {
        if (event != null) {
            event.commit(found, true);
        }
    }

    private synchronized void countHit() {
        hits++;
    }

    /** Forgets every class. */
    public synchronized void clear() {
        compiled.clear();
    }

    public synchronized ClassCacheStatistics statistics() {
        return new ClassCacheStatistics(compiled.size(), hits, misses, evictions, failures, compileNanos);
    }
}
