package dev.carbide.offheap.spill;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The file system, but for one operation that fails, moves that are short, or a disk that has only so much room. */
final class FaultySpillIo implements SpillIo {
    enum Operation {
        CREATE,
        WRITE,
        READ,
        DELETE
    }

    private final Operation failing;
    private final AtomicInteger untilFailure;
    private final AtomicLong room;
    private final int mostMoved;

    private FaultySpillIo(Operation failing, int number, long room, int mostMoved) {
        this.failing = failing;
        this.untilFailure = new AtomicInteger(number);
        this.room = new AtomicLong(room);
        this.mostMoved = mostMoved;
    }

    /** The operation of that kind and number, from 0, fails once. */
    static FaultySpillIo failing(Operation operation, int number) {
        return new FaultySpillIo(operation, number, Long.MAX_VALUE / 2, Integer.MAX_VALUE);
    }

    /** After so many bytes the disk is full; the write that meets the end is partly done. */
    static FaultySpillIo full(long room) {
        return new FaultySpillIo(Operation.CREATE, -1, room, Integer.MAX_VALUE);
    }

    static FaultySpillIo moving(int most) {
        return new FaultySpillIo(Operation.CREATE, -1, Long.MAX_VALUE / 2, most);
    }

    boolean hasFailed() {
        return untilFailure.get() < 0;
    }

    private void pass(Operation operation) throws IOException {
        if (operation == failing && untilFailure.getAndDecrement() == 0) {
            throw new IOException("Injected failure of " + operation);
        }
    }

    @Override
    public SpillChannel create(Path file) throws IOException {
        pass(Operation.CREATE);
        SpillChannel channel = SpillIo.system().create(file);
        return new SpillChannel() {
            @Override
            public int write(ByteBuffer source, long position) throws IOException {
                pass(Operation.WRITE);
                if (room.get() <= 0) {
                    throw new IOException("No space left on device");
                }
                int count = (int) Math.min(room.get(), Math.min(mostMoved, source.remaining()));
                room.addAndGet(-count);
                channel.write(source.slice(source.position(), count), position);
                source.position(source.position() + count);
                return count;
            }

            @Override
            public int read(ByteBuffer target, long position) throws IOException {
                pass(Operation.READ);
                ByteBuffer part = target.slice(target.position(), Math.min(mostMoved, target.remaining()));
                int count = channel.read(part, position);
                target.position(target.position() + Math.max(0, count));
                return count;
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    @Override
    public void delete(Path file) throws IOException {
        pass(Operation.DELETE);
        SpillIo.system().delete(file);
    }

    @Override
    public long usableBytes(Path directory) {
        return room.get();
    }
}
