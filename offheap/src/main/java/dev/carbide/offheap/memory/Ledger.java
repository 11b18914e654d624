package dev.carbide.offheap.memory;

import java.util.concurrent.locks.ReentrantLock;

/** What the pools of one tree share. */
class Ledger {
    /** Held while bytes or pools move between pools, so that such a move looks atomic; taken before any pool's own lock. */
    final ReentrantLock transfers = new ReentrantLock();

    final LimitPolicy policy;

    /**
     * Set under {@link #transfers} while spare bytes are collected at a limit: no pool may change by itself then, so that
     * what is found missing was missing everywhere at one moment.
     */
    volatile boolean frozen;

    Ledger(LimitPolicy policy) {
        this.policy = policy;
    }

    /** Bytes were released somewhere; called with no lock held. */
    void released() {
        policy.released();
    }

    /** Whether its bytes come from outside, so that they are in no budget of ours. */
    boolean isHosted() {
        return false;
    }

    /** Tries to get bytes for the root from outside; called with no lock held. */
    boolean acquire(long bytes) {
        return false;
    }

    /** The root was closed; called with no lock held. */
    void closed() {}
}
