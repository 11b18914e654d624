package dev.carbide.offheap.memory;

/** What happens when a reservation meets a limit: the seam at which consumers can be made to spill. */
@FunctionalInterface
interface LimitPolicy {
    /** A limit is final. */
    LimitPolicy REFUSE = (requester, limiting, bytes) -> false;

    /**
     * Tries to free reservations below {@code limiting} so that {@code requester} can reserve {@code bytes} more. Called on
     * the reserving thread with no lock of the ledger held. True means that something changed and the reservation should
     * be tried again, false that the reservation must fail; so an implementation that never gives up blocks the requester.
     */
    boolean makeRoom(MemoryPool requester, MemoryPool limiting, long bytes);
}
