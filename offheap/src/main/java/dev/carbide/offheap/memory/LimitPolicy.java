package dev.carbide.offheap.memory;

/** What happens when a reservation meets a limit: the seam at which consumers can be made to spill. */
@FunctionalInterface
interface LimitPolicy {
    /** A limit is final. */
    LimitPolicy REFUSE = (request, limiting) -> false;

    /**
     * Tries to free reservations below {@code limiting} so that the request can be met. Called on the requesting thread with
     * no lock of the ledger held. True means that something changed and the request should be tried again, false that it
     * must fail; so an implementation that never gives up blocks the requester.
     */
    boolean makeRoom(MemoryRequest request, MemoryPool limiting);

    /** The request has met a limit for the first time and is about to be tried once more. */
    default void begun(MemoryRequest request) {}

    /** The request was met, refused or given up; once for each {@link #begun}. */
    default void ended(MemoryRequest request) {}

    /** Bytes were released; called with no lock of the ledger held, but perhaps with the caller's; often: must be cheap. */
    default void released() {}
}
