package dev.carbide.offheap.memory;

import dev.carbide.offheap.error.CarbideInternalException;
import java.util.ArrayList;
import java.util.List;

/** The pins that a worker holds while it works on a batch. For one thread at a time. */
public final class PinSet implements AutoCloseable {
    private final List<Pin> working = new ArrayList<>();
    private final List<Pin> lasting = new ArrayList<>();
    private int entered;
    /** Of the lasting pins, those that are held. */
    private int lastingEntered;

    /** Held during each step only: of a sink or a source, which keeps no pointer between steps. */
    public void add(Pin pin) {
        working.add(pin);
    }

    /** Held from the first step on a batch to the last: of what the batch's tuples point into. */
    public void addLasting(Pin pin) {
        lasting.add(pin);
    }

    /** Adds a pin of a consumer that nobody else knows yet, while the others are held, and enters it. */
    public void addEntered(Pin pin) {
        if (!pin.tryEnter(() -> {})) {
            throw new CarbideInternalException("A new consumer is being written out before its first use");
        }
        working.add(pin);
        entered++;
    }

    /**
     * Enters all pins, or none: {@code wake} is called when it is worth another try. In the middle of a batch it does not give
     * way to those who want its consumers: they get them at its end, which must not depend on them.
     */
    public boolean tryEnter(Runnable wake) {
        boolean begins = lastingEntered == 0;
        boolean all = false;
        lasting.subList(0, lastingEntered).forEach(Pin::resume);
        try {
            while (lastingEntered < lasting.size()
                    && lasting.get(lastingEntered).tryEnter(wake, begins)) {
                lastingEntered++;
            }
            if (lastingEntered == lasting.size()) {
                boolean givesWay = begins || lasting.isEmpty();
                while (entered < working.size() && working.get(entered).tryEnter(wake, givesWay)) {
                    entered++;
                }
                all = entered == working.size();
            }
        } finally {
            if (!all) {
                release(begins);
            }
        }
        return all;
    }

    /** Leaves the pins; those that last only if the batch is through. */
    public void exit(boolean batchThrough) {
        release(batchThrough);
    }

    private void release(boolean andLasting) {
        int count = entered;
        entered = 0;
        try {
            release(working, count);
        } finally {
            count = lastingEntered;
            if (andLasting) {
                lastingEntered = 0;
                release(lasting, count);
            } else {
                lasting.subList(0, count).forEach(Pin::rest);
            }
        }
    }

    /** All of them, the last one first, even if leaving one fails. */
    private static void release(List<Pin> pins, int count) {
        if (count > 0) {
            try {
                pins.get(count - 1).exit();
            } finally {
                release(pins, count - 1);
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
