package dev.carbide.bench.spill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks from time to time how large the files of a directory are, and keeps the most they were. */
final class DirectoryPeak implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 50;

    private final Path directory;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private volatile long peak;

    DirectoryPeak(Path directory) {
        this.directory = directory;
        this.thread = Thread.ofPlatform().daemon().name("bench-directory-peak").start(this::watch);
    }

    private void watch() {
        try {
            boolean last;
            do {
                last = ended.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
                peak = Math.max(peak, size());
            } while (!last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long size() {
        long[] sum = new long[1];
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    sum[0] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException deletedMeanwhile) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException deletedMeanwhile) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum[0];
    }

    /** Bytes; final after {@link #close}. */
    long bytes() {
        return peak;
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
