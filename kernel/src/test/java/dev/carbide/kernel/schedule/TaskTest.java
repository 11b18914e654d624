package dev.carbide.kernel.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TaskTest {
    /** A task that does what a test says. */
    private static final class Scripted extends Task {
        private final Supplier<Outcome> script;

        Scripted(TaskRunner runner, TaskGroup group, Supplier<Outcome> script) {
            super(runner, group);
            this.script = script;
        }

        @Override
        protected Outcome step(Slice slice) {
            return script.get();
        }

        static Scripted ending(TaskRunner runner, TaskGroup group, Runnable work) {
            return new Scripted(runner, group, () -> {
                work.run();
                return Outcome.ENDED;
            });
        }
    }

    @Test
    void queriesTakeTurns() throws InterruptedException {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(6);
        try (var scheduler = new MorselScheduler("test", 1)) {
            CountDownLatch go = new CountDownLatch(1);
            Scripted.ending(scheduler, new TaskGroup(), () -> {
                        begun.countDown();
                        await(go);
                    })
                    .wake();
            begun.await();
            TaskGroup longQuery = new TaskGroup();
            TaskGroup shortQuery = new TaskGroup();
            for (String name : List.of("long 1", "long 2", "long 3", "long 4", "short 1", "short 2")) {
                Scripted.ending(scheduler, name.startsWith("long") ? longQuery : shortQuery, () -> {
                            order.add(name);
                            all.countDown();
                        })
                        .wake();
            }
            go.countDown();
            all.await();
        }
        assertEquals(List.of("long 1", "short 1", "long 2", "short 2", "long 3", "long 4"), order);
    }

    @Test
    void noWakeUpIsLost() throws InterruptedException {
        int wakeUps = 20_000;
        AtomicInteger tokens = new AtomicInteger();
        AtomicInteger taken = new AtomicInteger();
        CountDownLatch allTaken = new CountDownLatch(1);
        try (var scheduler = new MorselScheduler("test", 2)) {
            Scripted consumer = new Scripted(scheduler, new TaskGroup(), () -> {
                int got = tokens.getAndSet(0);
                if (taken.addAndGet(got) == 2 * wakeUps) {
                    allTaken.countDown();
                    return Task.Outcome.ENDED;
                }
                return Task.Outcome.BLOCKED;
            });
            Runnable producer = () -> {
                for (int count = 0; count < wakeUps; count++) {
                    tokens.incrementAndGet();
                    consumer.wake();
                }
            };
            Thread.ofPlatform().start(producer);
            Thread.ofPlatform().start(producer);
            allTaken.await();
        }
        assertEquals(2 * wakeUps, taken.get());
    }

    @Test
    void aWakeUpDuringTheSliceMakesItLookAgain() throws InterruptedException {
        List<String> steps = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch ended = new CountDownLatch(1);
        Task[] self = new Task[1];
        try (var scheduler = new MorselScheduler("test", 1)) {
            self[0] = new Scripted(scheduler, new TaskGroup(), () -> {
                steps.add("step");
                if (steps.size() == 1) {
                    self[0].wake();
                    self[0].wake();
                    return Task.Outcome.BLOCKED;
                }
                ended.countDown();
                return Task.Outcome.ENDED;
            });
            self[0].wake();
            ended.await();
            self[0].wake();
        }
        assertEquals(List.of("step", "step"), steps, "two wake-ups are one, and none counts after the end");
    }

    @Test
    void aTaskThatThrowsDoesNotTakeItsWorkerAlong() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        Logger log = Logger.getLogger(MorselScheduler.class.getName());
        log.setLevel(Level.OFF);
        try (var scheduler = new MorselScheduler("test", 1)) {
            Scripted.ending(scheduler, new TaskGroup(), () -> {
                        throw new IllegalStateException("meant to be logged");
                    })
                    .wake();
            Scripted.ending(scheduler, new TaskGroup(), ran::countDown).wake();
            ran.await();
        } finally {
            log.setLevel(null);
        }
        assertEquals(0, ran.getCount());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
