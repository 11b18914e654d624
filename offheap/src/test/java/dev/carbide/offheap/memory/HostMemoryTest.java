package dev.carbide.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.error.MemoryLimitException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class HostMemoryTest {
    private static final long MIB = 1 << 20;

    private final MemoryArbiter arbiter = new MemoryArbiter(new VirtualTime());

    /** Parked, with so many rows of one MiB. */
    private TestRows parked(MemoryPool root, int rows) {
        TestRows consumer = new TestRows(root.child("rows"), MIB, arbiter);
        consumer.newPin();
        for (int row = 0; row < rows; row++) {
            consumer.add();
        }
        return consumer;
    }

    @Test
    void everythingGoesBackAtTheEnd() {
        TestHost host = new TestHost(100 * MIB, () -> {});
        MemoryPool root = MemoryPool.onHost("task", host, arbiter);
        MemoryPool sort = root.child("sort");
        sort.reserve(10 * MIB);
        assertTrue(host.given() >= 10 * MIB);
        sort.release(10 * MIB);
        assertTrue(host.given() <= 3 * MIB, "all but some quanta: " + host.given());
        sort.reserve(5);
        sort.release(5);
        sort.close();
        root.close();
        assertEquals(0, host.given());
    }

    @Test
    void whatALittleGenerousHostGivesAddsUp() {
        TestHost stingy = new TestHost(100 * MIB, () -> {}) {
            @Override
            public long acquire(long wanted) {
                return super.acquire(Math.min(wanted, 100_000));
            }
        };
        MemoryPool root = MemoryPool.onHost("task", stingy, arbiter);
        root.reserve(3 * MIB);
        assertEquals(3 * MIB, root.reserved());
        root.release(3 * MIB);
        root.close();
        assertEquals(0, stingy.given());
    }

    @Test
    void whenTheHostGivesTooLittleConsumersAreWrittenOut() {
        TestHost host = new TestHost(4 * MIB, () -> {});
        MemoryPool root = MemoryPool.onHost("task", host, arbiter);
        TestRows rows = parked(root, 4);
        MemoryPool other = root.child("other");
        other.reserve(2 * MIB);
        assertTrue(rows.residentRows() <= 2);
        other.release(2 * MIB);
        other.close();
        rows.end();
        root.close();
        assertEquals(0, host.given());
    }

    @Test
    void aHostThatGivesNothingRefuses() {
        TestHost host = new TestHost(0, () -> {});
        MemoryPool root = MemoryPool.onHost("task", host, arbiter);
        MemoryLimitException refusal = assertThrows(MemoryLimitException.class, () -> root.reserve(1));
        assertTrue(refusal.getMessage().contains("the host of pool task gave 0"), refusal.getMessage());
        root.close();
    }

    @Test
    void aTaskWhoseHostGivesLessThanItsFloorIsRefusedAndGivesItBack() {
        TestHost host = new TestHost(3 * MIB, () -> {});
        MemoryPool root = MemoryPool.onHost("task", host, arbiter);
        AtomicReference<RuntimeException> refused = new AtomicReference<>();
        arbiter.tasks().submit(root, 4 * MIB, () -> false, task -> task.close(), refused::set);
        assertTrue(refused.get() instanceof MemoryLimitException, "" + refused.get());
        assertTrue(
                refused.get().getMessage().contains("" + 4 * MIB), refused.get().getMessage());
        assertEquals(0, host.given());
    }

    @Test
    void aHostedTaskHasItsFloorAndCannotBeShrunkBelowIt() {
        TestHost host = new TestHost(8 * MIB, () -> {});
        MemoryPool root = MemoryPool.onHost("task", host, arbiter);
        AtomicReference<MemoryTask> admitted = new AtomicReference<>();
        arbiter.tasks().submit(root, 4 * MIB, () -> false, admitted::set, reason -> {});
        host.takeBack(100 * MIB);
        assertEquals(4 * MIB, host.given());
        MemoryPool child = root.child("child");
        child.reserve(4 * MIB);
        child.release(4 * MIB);
        child.close();
        admitted.get().close();
        assertEquals(0, host.given());
    }

    @Test
    void theHostTakesBackWhatIsParked() {
        TestHost host = new TestHost(10 * MIB, () -> {});
        MemoryPool root = MemoryPool.onHost("task", host, arbiter);
        TestRows rows = parked(root, 8);
        assertEquals(3 * MIB, host.takeBack(3 * MIB));
        assertTrue(rows.residentRows() >= 4 && rows.residentRows() < 8);
        long more = host.takeBack(1000 * MIB);
        assertTrue(more >= 4 * MIB, "more than there is: " + more);
        assertEquals(0, host.takeBack(0));
        rows.end();
        root.close();
        assertEquals(0, host.given());
    }

    @Test
    void whoRunsGivesUpAtTheNextSafepoint() {
        TestHost host = new TestHost(10 * MIB, () -> {});
        MemoryPool root = MemoryPool.onHost("task", host, arbiter);
        TestRows rows = new TestRows(root.child("rows"), MIB, arbiter);
        Pin pin = rows.newPin();
        assertTrue(pin.tryEnter(() -> {}));
        for (int row = 0; row < 6; row++) {
            rows.add();
        }
        long before = host.given();
        long unused = host.takeBack(5 * MIB);
        assertTrue(unused < 5 * MIB);
        assertEquals(6, rows.residentRows());
        pin.exit();
        assertTrue(rows.residentRows() <= 2, rows.residentRows() + " rows");
        assertTrue(host.given() <= before - 5 * MIB, host.given() + " bytes");
        rows.end();
        root.close();
        assertEquals(0, host.given());
    }

    @Test
    void theHostMayShrinkTheTaskFromInsideItsOwnCalls() {
        AtomicReference<TestHost> self = new AtomicReference<>();
        TestHost host = new TestHost(6 * MIB, () -> {
            TestHost asked = self.get();
            if (asked != null) {
                asked.takeBack(2 * MIB);
            }
        });
        MemoryPool root = MemoryPool.onHost("task", host, arbiter);
        TestRows rows = parked(root, 2);
        self.set(host);
        for (int row = 0; row < 3; row++) {
            rows.add();
        }
        rows.check();
        self.set(null);
        rows.end();
        root.close();
        assertEquals(0, host.given());
    }

    /** As when a host's manager is one monitor: held by who shrinks, and needed by who acquires and releases. */
    @Test
    void aHostMayHoldItsLockWhileItShrinks() throws Exception {
        MemoryArbiter real = new MemoryArbiter();
        TestHost host = new TestHost(16 * MIB, () -> {}) {
            @Override
            public synchronized long acquire(long wanted) {
                return super.acquire(wanted);
            }

            @Override
            public synchronized void release(long released) {
                super.release(released);
            }

            @Override
            synchronized long takeBack(long wanted) {
                return super.takeBack(wanted);
            }
        };
        MemoryPool root = MemoryPool.onHost("task", host, real);
        List<Thread> workers = new ArrayList<>();
        List<TestRows> all = new ArrayList<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (int worker = 0; worker < 2; worker++) {
            TestRows rows = new TestRows(root.child("rows-" + worker), MIB, 2 * MIB, real, () -> {});
            Pin pin = rows.newPin();
            all.add(rows);
            workers.add(Thread.ofPlatform().start(() -> {
                try {
                    for (int step = 0; step < 2000; step++) {
                        pin.enter();
                        rows.ensure(MIB, pin);
                        rows.add();
                        pin.exit();
                    }
                } catch (Throwable e) {
                    failure.set(e);
                }
            }));
        }
        while (workers.stream().anyMatch(Thread::isAlive)) {
            host.takeBack(3 * MIB);
        }
        for (Thread worker : workers) {
            worker.join();
        }
        assertEquals(null, failure.get());
        all.forEach(TestRows::end);
        root.close();
        assertEquals(0, host.given());
    }

    /** Acquire blocks until another thread of the same task has released. */
    @Test
    void aSlowHostHoldsUpOnlyWhoAskedIt() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        TestHost host = new TestHost(8 * MIB, () -> {}) {
            @Override
            public long acquire(long wanted) {
                long got = super.acquire(wanted);
                if (got == 0) {
                    asked.countDown();
                    try {
                        released.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    got = super.acquire(wanted);
                }
                return got;
            }

            @Override
            public void release(long bytes) {
                super.release(bytes);
                released.countDown();
            }
        };
        MemoryPool root = MemoryPool.onHost("task", host, new MemoryArbiter());
        MemoryPool first = root.child("first");
        MemoryPool second = root.child("second");
        first.reserve(8 * MIB);
        Thread waiting = Thread.ofPlatform().start(() -> second.reserve(5 * MIB));
        asked.await();
        first.release(8 * MIB);
        waiting.join();
        assertEquals(5 * MIB, root.reserved());
        second.release(5 * MIB);
        second.close();
        first.close();
        root.close();
        assertEquals(0, host.given());
    }

    @Test
    void aHostThatBreaksItsContractIsNamed() {
        for (LongUnaryOperator answer : List.<LongUnaryOperator>of(wanted -> -1, wanted -> wanted + 1)) {
            TestHost hostile = new TestHost(0, () -> {}) {
                @Override
                public long acquire(long wanted) {
                    return answer.applyAsLong(wanted);
                }

                @Override
                public String toString() {
                    return "of the test";
                }
            };
            MemoryPool root = MemoryPool.onHost("task", hostile, arbiter);
            CarbideInternalException error = assertThrows(
                    CarbideInternalException.class, () -> root.child("child").reserve(MIB));
            assertTrue(
                    error.getMessage().contains("host of the test was asked for " + MIB + " bytes and gave"),
                    error.getMessage());
            assertThrows(CarbideInternalException.class, () -> hostile.takeBack(-1));
            assertFalse(root.tryReserve(1));
        }
    }
}
