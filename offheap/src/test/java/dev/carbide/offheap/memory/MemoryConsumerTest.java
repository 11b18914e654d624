package dev.carbide.offheap.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carbide.offheap.error.CancelledException;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.error.MemoryLimitException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One thread, step by step. */
final class MemoryConsumerTest {
    private static final long MIB = 1 << 20;
    private static final Runnable NOBODY = () -> {};

    private final VirtualTime time = new VirtualTime();
    private final MemoryArbiter arbiter = new MemoryArbiter(time);
    private final MemoryPool root = MemoryPool.root("kernel", 16 * MIB, arbiter);
    private final MemoryPool requester = root.child("requester");

    private TestRows rows(String name, int rows) {
        TestRows consumer = new TestRows(root.child(name), MIB, arbiter);
        for (int row = 0; row < rows; row++) {
            consumer.add();
        }
        return consumer;
    }

    @Test
    void theSmallestThatCoversTheNeedIsWrittenOutAndOneThatHasBeenBefore() {
        TestRows small = rows("small", 2);
        TestRows middle = rows("middle", 5);
        TestRows large = rows("large", 8);
        List.of(small, middle, large).forEach(MemoryConsumer::newPin);
        requester.reserve(4 * MIB);
        assertEquals(List.of(2, 8), List.of(small.residentRows(), large.residentRows()));
        assertEquals(1, middle.counts().spills());
        requester.reserve(4 * MIB);
        assertEquals(2, small.residentRows(), "does not cover the need");
        assertTrue(large.residentRows() < 8);
        requester.release(2 * MIB);
        large.add();
        assertEquals(
                "requester",
                large.counts().bytesByCause().keySet().iterator().next().substring(7));
    }

    @Test
    void whatRunsIsNotWrittenOutBeforeItsSafepoint() {
        TestRows rows = rows("rows", 15);
        Pin pin = rows.newPin();
        assertTrue(pin.tryEnter(NOBODY));
        assertThrows(MemoryLimitException.class, () -> requester.reserve(4 * MIB));
        assertEquals(15, rows.residentRows());
        pin.exit();
        requester.reserve(4 * MIB);
        rows.check();
    }

    @Test
    void aRunningUserGivesUpWhatIsWantedAtASafepointInside() {
        TestRows rows = rows("rows", 15);
        Pin pin = rows.newPin();
        assertTrue(pin.tryEnter(NOBODY));
        assertFalse(rows.ensure(0, pin));
        rows.want(4 * MIB, "a test");
        assertTrue(rows.ensure(0, pin));
        assertEquals(11, rows.residentRows());
        assertFalse(rows.ensure(0, pin));
        pin.exit();
    }

    @Test
    void usersThatComeWhileOthersAreWantedToLeaveStayOutAndAreWokenOnce() {
        TestRows rows = rows("rows", 15);
        Pin inside = rows.newPin();
        Pin outside = rows.newPin();
        AtomicInteger woken = new AtomicInteger();
        assertTrue(inside.tryEnter(NOBODY));
        rows.want(4 * MIB, "a test");
        assertFalse(outside.tryEnter(woken::incrementAndGet));
        assertEquals(0, woken.get());
        inside.exit();
        assertEquals(11, rows.residentRows());
        assertEquals(1, woken.get());
        assertTrue(outside.tryEnter(woken::incrementAndGet));
        outside.exit();
        assertEquals(1, woken.get());
    }

    @Test
    void inTheMiddleOfABatchAWorkerGoesOn() {
        TestRows table = rows("table", 6);
        TestRows sink = rows("sink", 6);
        Pin other = sink.newPin();
        PinSet pins = new PinSet();
        pins.addLasting(table.newPin());
        pins.add(sink.newPin());
        assertTrue(pins.tryEnter(NOBODY));
        pins.exit(false);
        assertTrue(other.tryEnter(NOBODY));
        sink.want(MIB, "a test");
        table.want(MIB, "a test");
        assertTrue(pins.tryEnter(NOBODY), "others may wait for the end of the batch");
        pins.exit(true);
        assertEquals(5, table.residentRows());
        assertEquals(6, sink.residentRows());
        AtomicInteger woken = new AtomicInteger();
        assertFalse(pins.tryEnter(woken::incrementAndGet));
        requester.reserve(6 * MIB);
        assertTrue(table.residentRows() < 5, "the pins of a set are all held or none");
        other.exit();
        assertEquals(1, woken.get());
        assertTrue(pins.tryEnter(NOBODY));
        pins.close();
    }

    @Test
    void aConsumerWithoutPinsIsLeftAlone() {
        TestRows rows = rows("rows", 15);
        assertThrows(MemoryLimitException.class, () -> requester.reserve(4 * MIB));
        rows.newPin();
        requester.reserve(4 * MIB);
    }

    @Test
    void whatIsKeptReadyWithoutUseCanBeHad() {
        TestRows rows = rows("rows", 2);
        Pin pin = rows.newPin();
        assertTrue(pin.tryEnter(NOBODY));
        rows.ensure(13 * MIB, pin);
        pin.exit();
        requester.reserve(10 * MIB);
        assertEquals(2, rows.residentRows());
    }

    @Test
    void aFailureIsTheConsumersNotTheRequesters() {
        TestRows broken = rows("broken", 10);
        TestRows sound = rows("sound", 5);
        Pin pin = broken.newPin();
        sound.newPin();
        broken.failWhenSpilled();
        requester.reserve(4 * MIB);
        assertEquals(1, sound.residentRows());
        requester.release(4 * MIB);
        assertEquals(10, broken.residentRows());
        broken.failWhenSpilled();
        requester.reserve(5 * MIB);
        requester.release(5 * MIB);
        assertThrows(MemoryLimitException.class, () -> requester.reserve(7 * MIB));
        assertEquals(0, time.nanoTime(), "what has failed is not waited for");
        assertEquals(
                "disk full",
                assertThrows(IllegalStateException.class, () -> pin.tryEnter(NOBODY))
                        .getMessage());
        PinSet pins = new PinSet();
        pins.add(sound.newPin());
        pins.add(broken.newPin());
        assertThrows(IllegalStateException.class, () -> pins.tryEnter(NOBODY));
        assertTrue(sound.claim(), "no pin of the set is held");
        sound.unclaim();
        pins.close();
        broken.end();
    }

    @Test
    void itsOwnFailureReachesTheRequester() {
        TestRows rows = rows("rows", 15);
        Pin pin = rows.newPin();
        assertTrue(pin.tryEnter(NOBODY));
        rows.failWhenSpilled();
        assertThrows(IllegalStateException.class, () -> rows.ensure(4 * MIB, pin));
        pin.exit();
        assertThrows(IllegalStateException.class, () -> pin.tryEnter(NOBODY));
        rows.end();
    }

    @Test
    void aDefectiveWakeUpHitsItsConsumerOnly() {
        TestRows rows = rows("rows", 15);
        Pin first = rows.newPin();
        Pin second = rows.newPin();
        AtomicInteger woken = new AtomicInteger();
        assertTrue(rows.claim());
        assertFalse(first.tryEnter(() -> {
            throw new IllegalStateException("broken");
        }));
        assertFalse(second.tryEnter(woken::incrementAndGet));
        rows.unclaim();
        assertEquals(1, woken.get());
        assertThrows(IllegalStateException.class, () -> second.tryEnter(NOBODY));
    }

    @Test
    void pinsMadeAndClosedWhileItIsClaimed() {
        TestRows rows = rows("rows", 3);
        Pin gone = rows.newPin();
        assertTrue(rows.claim());
        Pin made = rows.newPin();
        assertFalse(made.tryEnter(NOBODY));
        gone.close();
        rows.unclaim();
        assertTrue(made.tryEnter(NOBODY));
        assertFalse(rows.claim());
        made.close();
        assertTrue(rows.claim(), "a closed pin holds nobody up");
        rows.unclaim();
        rows.end();
    }

    @Test
    void pinsAreEnteredAndLeftInTurn() {
        Pin pin = rows("rows", 1).newPin();
        assertThrows(CarbideInternalException.class, pin::exit);
        assertTrue(pin.tryEnter(NOBODY));
        assertThrows(CarbideInternalException.class, () -> pin.tryEnter(NOBODY));
        pin.exit();
    }

    @Test
    void storageMakesWayFirstAndItsFailureIsItsOwn() {
        TestRows rows = rows("rows", 10);
        rows.newPin();
        MemoryPool storage = root.child("storage");
        storage.reserve(6 * MIB);
        AtomicBoolean broken = new AtomicBoolean();
        arbiter.storage(bytes -> {
            if (broken.get()) {
                throw new IllegalStateException("no disk");
            }
            long evicted = Math.min(bytes, storage.reserved() - 2 * MIB);
            storage.release(evicted);
            return evicted;
        });
        requester.reserve(3 * MIB);
        assertEquals(10, rows.residentRows());
        broken.set(true);
        requester.reserve(4 * MIB);
        assertTrue(rows.residentRows() < 10);
        assertEquals(3 * MIB, storage.reserved());
    }

    @Test
    void aCancelledTaskDoesNotWait() {
        AtomicBoolean cancelled = new AtomicBoolean();
        MemoryTask[] tasks = new MemoryTask[1];
        arbiter.tasks().submit(root.child("task"), MIB, cancelled::get, task -> tasks[0] = task, reason -> {});
        MemoryPool pool = tasks[0].pool().child("pool");
        cancelled.set(true);
        assertThrows(CancelledException.class, () -> pool.reserve(17 * MIB));
        assertEquals(0, pool.reserved());
    }
}
