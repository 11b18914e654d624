package dev.carbide.offheap.memory;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One user's hold on a {@link MemoryConsumer}: whoever works with its memory is inside its pin meanwhile, and leaves it at
 * safepoints, where no pointer into that memory is live. A consumer can be written out by others while all its pins are
 * free.
 *
 * <pre>
 * FREE   --enter---> IN_USE    its user
 * IN_USE --exit----> FREE      its user; if the consumer is wanted, it then claims and writes it out itself
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
    private volatile @Nullable Thread user;

    Pin(MemoryConsumer consumer, boolean claimed) {
        this.consumer = consumer;
        this.state = new AtomicInteger(claimed ? CLAIMED : FREE);
    }

    /**
     * Enters, unless the consumer is being written out; {@code wake} is called when it no longer is.
     *
     * @throws RuntimeException if writing it out has failed before
     */
    public boolean tryEnter(Runnable wake) {
        if (!tryEnter()) {
            consumer.wakeLater(wake);
            // the claim may have ended before the wake-up was registered
            if (!tryEnter()) {
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

    private boolean tryEnter() {
        if (!state.compareAndSet(FREE, IN_USE)) {
            return false;
        }
        user = Thread.currentThread();
        return true;
    }

    /** Enters, waiting for whoever writes the consumer out. */
    void enter() {
        while (!tryEnter()) {
            consumer.awaitClaim();
        }
    }

    /** Leaves at a safepoint; writes the consumer out now if somebody has asked for that. */
    public void exit() {
        leave();
        if (consumer.isWanted()) {
            consumer.spillAsWanted();
        }
    }

    private void leave() {
        user = null;
        state.set(FREE);
    }

    boolean claim() {
        return state.compareAndSet(FREE, CLAIMED);
    }

    void unclaim() {
        state.set(FREE);
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
    }
}
