package dev.carbide.codegen.function;

import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;

/** Between microseconds since the epoch and {@link LocalDateTime}, for interpretation. */
final class LocalDateTimes {
    private static final long MICROS_PER_SECOND = 1_000_000L;

    private LocalDateTimes() {}

    static LocalDateTime of(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND),
                (int) Math.floorMod(micros, MICROS_PER_SECOND) * 1000,
                ZoneOffset.UTC);
    }

    /** Microseconds; may be beyond a long. */
    static BigInteger micros(LocalDateTime time) {
        return BigInteger.valueOf(time.toEpochSecond(ZoneOffset.UTC))
                .multiply(BigInteger.valueOf(MICROS_PER_SECOND))
                .add(BigInteger.valueOf(time.get(ChronoField.MICRO_OF_SECOND)));
    }
}
