package dev.carbide.codegen.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** 128-bit helpers against BigInteger, on all bit lengths. */
class WideArithmeticPropertyTest {
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    private final WideRegister register = new WideRegister();

    @Provide
    Arbitrary<BigInteger> wide() {
        return Combinators.combine(
                        Arbitraries.bigIntegers()
                                .between(
                                        TWO_64.multiply(TWO_64).shiftRight(1).negate(),
                                        TWO_64.multiply(TWO_64).shiftRight(1).subtract(BigInteger.ONE)),
                        Arbitraries.integers().between(0, 127))
                .as(BigInteger::shiftRight);
    }

    private static long low(BigInteger value) {
        return value.longValue();
    }

    private static long high(BigInteger value) {
        return value.shiftRight(64).longValueExact();
    }

    private static BigInteger wrapped(BigInteger value) {
        return BigInteger.valueOf(value.shiftRight(64).longValue())
                .shiftLeft(64)
                .add(Int128.unsigned(value.longValue()));
    }

    @Property
    void sumsDifferencesAndProductsWrapAround(@ForAll("wide") BigInteger a, @ForAll("wide") BigInteger b) {
        BigInteger sum = a.add(b);
        assertEquals(
                wrapped(sum), Int128.toBigInteger(low(a) + low(b), Int128.addHigh(low(a), high(a), low(b), high(b))));
        assertEquals(
                sum.bitLength() > 127,
                Int128.addOverflows(high(a), high(b), Int128.addHigh(low(a), high(a), low(b), high(b))));
        assertEquals(
                wrapped(a.subtract(b)),
                Int128.toBigInteger(low(a) - low(b), Int128.subtractHigh(low(a), high(a), low(b), high(b))));
        assertEquals(
                wrapped(a.multiply(b)),
                Int128.toBigInteger(low(a) * low(b), Int128.multiplyHigh(low(a), high(a), low(b), high(b))));
    }

    @Property
    void orderIsThatOfTheNumbers(@ForAll("wide") BigInteger a, @ForAll("wide") BigInteger b) {
        assertEquals(a.compareTo(b) < 0, Int128.less(low(a), high(a), low(b), high(b)));
        assertEquals(a.compareTo(b), Int128.compare(low(a), high(a), low(b), high(b)));
        assertEquals(a.bitLength() < 64, Int128.fitsLong(low(a), high(a)));
    }

    @Property
    void quotientsRoundHalfUp(
            @ForAll("wide") BigInteger a,
            @ForAll("wide") BigInteger b,
            @ForAll @IntRange(min = -38, max = 76) int digits) {
        if (b.signum() == 0) {
            return;
        }
        BigInteger expected = new BigDecimal(a)
                .scaleByPowerOfTen(digits)
                .divide(new BigDecimal(b), 0, RoundingMode.HALF_UP)
                .toBigIntegerExact();
        boolean fits = register.divide(low(a), high(a), low(b), high(b), digits, 38);
        assertResult(expected, fits);
    }

    @Property
    void productsAreExactBeforeTheyAreRounded(
            @ForAll("wide") BigInteger a,
            @ForAll("wide") BigInteger b,
            @ForAll @IntRange(min = -5, max = 40) int drop) {
        BigInteger expected = new BigDecimal(a.multiply(b), drop)
                .setScale(0, RoundingMode.HALF_UP)
                .toBigIntegerExact();
        assertResult(expected, register.multiply(low(a), high(a), low(b), high(b), drop, 38));
    }

    @Property
    void sumsAndRemaindersAlignScales(
            @ForAll("wide") BigInteger a,
            @ForAll("wide") BigInteger b,
            @ForAll @IntRange(max = 38) int up,
            @ForAll @IntRange(max = 38) int drop) {
        BigInteger scaled = a.multiply(BigInteger.TEN.pow(up));
        BigInteger sum = new BigDecimal(scaled.add(b), drop)
                .setScale(0, RoundingMode.HALF_UP)
                .toBigIntegerExact();
        assertResult(sum, register.add(low(a), high(a), up, low(b), high(b), 0, drop, 38));
        if (b.signum() != 0) {
            assertResult(scaled.remainder(b), register.remainder(low(a), high(a), up, low(b), high(b), 0, 0, 38));
        }
        assertEquals(
                Integer.signum(scaled.compareTo(b)),
                Integer.signum(register.compare(low(a), high(a), up, low(b), high(b), 0)));
    }

    @Property
    void integersAreTheNextOnTheirSide(@ForAll("wide") BigInteger a, @ForAll @IntRange(min = 1, max = 38) int drop) {
        BigDecimal exact = new BigDecimal(a, drop);
        assertResult(
                exact.setScale(0, RoundingMode.FLOOR).toBigIntegerExact(), register.floor(low(a), high(a), drop, 38));
        assertResult(
                exact.setScale(0, RoundingMode.CEILING).toBigIntegerExact(),
                register.ceiling(low(a), high(a), drop, 38));
        register.truncate(low(a), high(a), drop);
        assertResult(exact.setScale(0, RoundingMode.DOWN).toBigIntegerExact(), true);
    }

    private void assertResult(BigInteger expected, boolean fits) {
        assertEquals(expected.abs().compareTo(BigInteger.TEN.pow(38)) < 0, fits);
        if (fits) {
            assertEquals(expected, Int128.toBigInteger(register.low(), register.high()));
        }
    }
}
