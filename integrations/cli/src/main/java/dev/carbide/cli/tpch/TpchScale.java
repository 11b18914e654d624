package dev.carbide.cli.tpch;

import dev.carbide.offheap.error.CarbideException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The scale factors that can be generated. */
public final class TpchScale {
    /** Below this, some tables would be empty, and the generator fails. */
    public static final double MIN = 0.001;

    public static final double MAX = 1000;

    private TpchScale() {}

    /** @throws CarbideException if it is not between {@link #MIN} and {@link #MAX} */
    public static double require(double scale) {
        if (!(scale >= MIN && scale <= MAX)) {
            throw new CarbideException("The scale of TPC-H must be " + MIN + " to " + (int) MAX + ", got " + scale);
        }
        return scale;
    }

    /** For options. */
    public static final class Converter implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            try {
                return require(Double.parseDouble(text));
            } catch (NumberFormatException e) {
                throw new TypeConversionException("a scale is a number such as 0.1 or 10, got '" + text + "'");
            } catch (CarbideException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
