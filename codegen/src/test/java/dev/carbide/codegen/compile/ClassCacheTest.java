package dev.carbide.codegen.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.codegen.source.GeneratedSource;
import dev.carbide.offheap.error.CancelledException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClassCacheTest {
    private final ClassCache cache = new ClassCache(Samples.compiler(), 2);

    @Test
    void sourcesThatDifferInValuesShareAClass() {
        var one = Samples.add(1, 3);
        var ten = Samples.add(10, 3);
        var compiled = cache.get(one);
        assertSame(compiled, cache.get(ten));
        assertNotSame(compiled, cache.get(Samples.add(1, 4)));
        assertEquals(5, compiled.newInstance(Operation.class, one.arguments()).applyAsLong(2));
        assertEquals(32, compiled.newInstance(Operation.class, ten.arguments()).applyAsLong(2));
        var statistics = cache.statistics();
        assertEquals(1, statistics.hits());
        assertEquals(2, statistics.misses());
        assertTrue(statistics.compileNanos() >= compiled.compileNanos());
    }

    @Test
    void equalHashesOfDifferentTextsAreNotConfused() {
        var one = Samples.body("result = 1;");
        var two = Samples.body("result = 2;");
        assertEquals(one.className(), two.className());
        assertEquals(
                1, cache.get(one).newInstance(Operation.class, one.arguments()).applyAsLong(0));
        assertEquals(
                2, cache.get(two).newInstance(Operation.class, two.arguments()).applyAsLong(0));
    }

    @Test
    void theLeastRecentlyUsedLeaves() {
        var first = cache.get(Samples.add(0, 1));
        var second = cache.get(Samples.add(0, 2));
        assertSame(first, cache.get(Samples.add(0, 1)));
        cache.get(Samples.add(0, 3));
        assertSame(first, cache.get(Samples.add(0, 1)));
        assertNotSame(second, cache.get(Samples.add(0, 2)));
        assertEquals(2, cache.statistics().entries());
        assertEquals(2, cache.statistics().evictions());
        cache.clear();
        assertEquals(0, cache.statistics().entries());
        assertThrows(IllegalArgumentException.class, () -> new ClassCache(Samples.compiler(), 0));
    }

    @Test
    void aClassThatLeftUnloads() {
        var type = new WeakReference<>(use(Samples.add(7, 5)));
        cache.get(Samples.add(0, 1));
        cache.get(Samples.add(0, 2));
        for (int attempt = 0; attempt < 100 && type.get() != null; attempt++) {
            System.gc();
        }
        assertSame(null, type.get(), "still loaded");
        assertEquals(1, cache.statistics().evictions());
    }

    /** In a frame of its own, which keeps nothing alive. */
    private Class<?> use(GeneratedSource source) {
        var compiled = cache.get(source);
        assertEquals(
                37, compiled.newInstance(Operation.class, source.arguments()).applyAsLong(2));
        return compiled.type();
    }

    @Test
    void manyThreadsCompileOnce() throws Exception {
        int threads = 8;
        var start = new CountDownLatch(1);
        var results = new ArrayList<Future<CompiledClass>>();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                long value = i;
                results.add(pool.submit(() -> {
                    start.await();
                    return cache.get(Samples.add(value, 9));
                }));
            }
            start.countDown();
            for (var result : results) {
                assertSame(results.getFirst().get(), result.get());
            }
        }
        assertEquals(1, cache.statistics().misses());
        assertEquals(threads - 1, cache.statistics().hits());
    }

    /** Lets no compilation see the superclass before it is released. */
    private static final class Gate extends ClassLoader {
        final CountDownLatch reached = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);

        Gate() {
            super(Gate.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Operation.class.getName()) && released.getCount() > 0) {
                reached.countDown();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
            return super.loadClass(name, resolve);
        }
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        var task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    @Test
    void aWaitingThreadCanBeInterrupted() throws Exception {
        var gate = new Gate();
        var gated = new ClassCache(new PipelineCompiler(gate));
        var owner = start(() -> gated.get(Samples.add(1, 1)));
        gate.reached.await();
        var waiter = new FutureTask<>(() -> {
            var error = assertThrows(CancelledException.class, () -> gated.get(Samples.add(2, 1)));
            assertTrue(Thread.currentThread().isInterrupted());
            return error;
        });
        var thread = Thread.ofPlatform().daemon().start(waiter);
        awaitWaiting(thread);
        thread.interrupt();
        assertTrue(waiter.get().getMessage().startsWith("Interrupted while Operation"));
        gate.released.countDown();
        assertSame(owner.get(), gated.get(Samples.add(3, 1)));
        assertEquals(1, gated.statistics().misses());
    }

    @Test
    void anInterruptedCompilationFinishes() throws Exception {
        var gate = new Gate();
        var gated = new ClassCache(new PipelineCompiler(gate));
        var task = new FutureTask<>(() -> {
            var compiled = gated.get(Samples.add(1, 1));
            assertTrue(Thread.interrupted());
            return compiled;
        });
        var thread = Thread.ofPlatform().daemon().start(task);
        gate.reached.await();
        thread.interrupt();
        gate.released.countDown();
        assertEquals(
                4, task.get().newInstance(Operation.class, new Object[] {1L}).applyAsLong(3));
    }

    @Test
    void whoWaitedForAFailureFailsAndTheNextTriesAgain() throws Exception {
        var gate = new Gate();
        var gated = new ClassCache(new PipelineCompiler(gate));
        var broken = Samples.body("result = missing;");
        var owner = start(() -> gated.get(broken));
        gate.reached.await();
        var waiter = new FutureTask<>(() -> gated.get(broken));
        awaitWaiting(Thread.ofPlatform().daemon().start(waiter));
        gate.released.countDown();
        var failure = assertInstanceOf(
                CodegenException.class,
                assertThrows(ExecutionException.class, owner::get).getCause());
        var waited = assertThrows(ExecutionException.class, waiter::get).getCause();
        assertEquals(failure.getMessage(), waited.getMessage());
        assertSame(failure, waited.getCause());
        assertEquals(1, gated.statistics().failures());
        assertThrows(CodegenException.class, () -> gated.get(broken));
        assertEquals(2, gated.statistics().misses());
        assertEquals(0, gated.statistics().entries());
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            assertTrue(thread.isAlive());
            Thread.onSpinWait();
        }
    }
}
