package dev.carbide.offheap.memory;

import java.util.ArrayList;
import java.util.List;

/** The pins that a worker holds while it works on a batch. For one thread at a time. */
public final class PinSet implements AutoCloseable {
    private final List<Pin> working = new ArrayList<>();
    private final List<Pin> lasting = new ArrayList<>();
    private int entered;
    private boolean lastingHeld;

    /** Held during each step only: of a sink or a source, which keeps no pointer between steps. */
    public void add(Pin pin) {
        working.add(pin);
    }

    /** Held from the first step on a batch to the last: of what the batch's tuples point into. */
    public void addLasting(Pin pin) {
        lasting.add(pin);
    }

    /** Enters all pins, or none: {@code wake} is called when it is worth another try. */
    public boolean tryEnter(Runnable wake) {
        int held = 0;
        try {
            if (!lastingHeld) {
                while (held < lasting.size() && lasting.get(held).tryEnter(wake)) {
                    held++;
                }
                if (held < lasting.size()) {
                    release(lasting, held);
                    return false;
                }
            }
            entered = 0;
            while (entered < working.size() && working.get(entered).tryEnter(wake)) {
                entered++;
            }
        } catch (Throwable failure) {
            undo(held);
            throw failure;
        }
        if (entered < working.size()) {
            undo(held);
            return false;
        }
        lastingHeld = true;
        return true;
    }

    private void undo(int held) {
        release(working, entered);
        entered = 0;
        if (!lastingHeld) {
            release(lasting, held);
        }
    }

    private static void release(List<Pin> pins, int count) {
        for (int index = count - 1; index >= 0; index--) {
            pins.get(index).exit();
        }
    }

    /** Leaves the pins; those that last only if the batch is through. */
    public void exit(boolean batchThrough) {
        int held = entered;
        entered = 0;
        boolean last = lastingHeld && batchThrough;
        lastingHeld &= !batchThrough;
        try {
            release(working, held);
        } finally {
            if (last) {
                release(lasting, lasting.size());
            }
        }
    }

    /** Leaves what is still held and takes the pins off their consumers. */
    @Override
    public void close() {
        try {
            exit(true);
        } finally {
            working.forEach(Pin::close);
            lasting.forEach(Pin::close);
            working.clear();
            lasting.clear();
        }
    }
}
