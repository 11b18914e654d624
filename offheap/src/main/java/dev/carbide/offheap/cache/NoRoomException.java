package dev.carbide.offheap.cache;

/** The cache has no memory for a block, which is then not cached. Never leaves this package. */
final class NoRoomException extends RuntimeException {
    static final NoRoomException INSTANCE = new NoRoomException();
    private static final long serialVersionUID = 1L;

    private NoRoomException() {
        super("No room in the cache", null, false, false);
    }
}
