package dev.carbide.operators.runtime;

import dev.carbide.offheap.memory.Pin;

/** Keeps all rows and sorts its own at the end of its input. */
final class FullSortWorker extends SortWorker {
    private final SortPart part;
    private final Pin pin;

    FullSortWorker(SortPart part) {
        this.part = part;
        this.pin = part.newPin();
    }

    @Override
    public Pin pin() {
        return pin;
    }

    @Override
    public boolean admits(long prefix) {
        return true;
    }

    @Override
    public long allocate(int bytes) {
        return part.allocate(bytes, pin);
    }

    @Override
    public void allocate(int count, int[] bytes, int[] more, long[] result) {
        part.allocate(count, bytes, more, result, pin);
    }

    @Override
    void added(long row) {}

    @Override
    public void endChunk() {}

    @Override
    public void complete() {
        part.seal(pin);
    }

    @Override
    SortPart part() {
        return part;
    }

    @Override
    public void close() {
        part.close();
    }
}
