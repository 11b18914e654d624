package dev.carbide.offheap.memory;

import dev.carbide.offheap.error.CarbideInternalException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One user's hold on a {@link MemoryConsumer}: whoever works with its memory is inside its pin meanwhile, and leaves it at
 * safepoints, where no pointer into that memory is live. A consumer can be written out by others while all its pins are
 * free.
 *
 * <pre>
 * FREE   --enter---> IN_USE    its user, unless the consumer is wanted
 * IN_USE --exit----> FREE      its user; if the consumer is wanted, the last one to leave claims and writes it out
 * FREE   --claim---> CLAIMED   a requester, all pins of the consumer or none
 * CLAIMED --done---> FREE      the same, which then wakes the users that came meanwhile
 * </pre>
 *
 * Every move is one compare-and-set. One user at a time; claims come from any thread.
 */
public final class Pin {
    private static final int FREE = 0;
    private static final int IN_USE = 1;
    private static final int CLAIMED = 2;

    private final MemoryConsumer consumer;
    private final AtomicInteger state;
    /** The thread at work inside; null while a lasting pin is held by a task that does not run. */
    private volatile @Nullable Thread user;

    Pin(MemoryConsumer consumer, boolean claimed) {
        this.consumer = consumer;
        this.state = new AtomicInteger(claimed ? CLAIMED : FREE);
    }

    /**
     * Enters, unless the consumer is being written out or its users are wanted to leave it for that; {@code wake} is called
     * once when it is worth another try, perhaps before this returns false.
     *
     * @throws RuntimeException if writing it out has failed before
     */
    public boolean tryEnter(Runnable wake) {
        return tryEnter(wake, true);
    }

    /** @param givesWay whether it stays out of a consumer that is wanted; not so if its user holds what others wait for */
    boolean tryEnter(Runnable wake, boolean givesWay) {
        while (givesWay && consumer.isWanted() || !take()) {
            if (consumer.wakeLater(wake, givesWay)) {
                return false;
            }
        }
        try {
            consumer.throwFailure();
        } catch (Throwable failure) {
            leave();
            throw failure;
        }
        return true;
    }

    private boolean take() {
        consumer.room().pass(WaitingRoom.Point.ENTER);
        if (!state.compareAndSet(FREE, IN_USE)) {
            if (state.get() == IN_USE) {
                throw new CarbideInternalException(
                        "A pin of consumer " + consumer.pool().path() + " was entered twice");
            }
            return false;
        }
        user = Thread.currentThread();
        return true;
    }

    /** Enters again after a wait in the middle of a step, as soon as nobody writes the consumer out. */
    void enter() {
        while (!take()) {
            consumer.awaitClaim();
        }
    }

    /** Leaves at a safepoint; writes the consumer out now if somebody has asked for that. */
    public void exit() {
        leave();
        consumer.left();
    }

    private void leave() {
        consumer.room().pass(WaitingRoom.Point.EXIT);
        user = null;
        if (!state.compareAndSet(IN_USE, FREE)) {
            throw new CarbideInternalException(
                    "A pin of consumer " + consumer.pool().path() + " was left without having been entered");
        }
    }

    /** Its user, which stays inside, gives up the thread. */
    void rest() {
        user = null;
    }

    /** Its user goes on, perhaps on another thread. */
    void resume() {
        user = Thread.currentThread();
    }

    boolean claim() {
        return state.compareAndSet(FREE, CLAIMED);
    }

    void unclaim() {
        state.compareAndSet(CLAIMED, FREE);
    }

    boolean isUsedBy(Thread thread) {
        return user == thread;
    }

    boolean isInUse() {
        return state.get() == IN_USE;
    }

    /** Ends the use of the consumer by this user. */
    public void close() {
        consumer.remove(this);
        if (isInUse()) {
            exit();
        }
    }
}
