package dev.carbide.codegen.function;

import dev.carbide.codegen.expression.FunctionBuilder.TypeRule;
import dev.carbide.codegen.expression.TypeCheck;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.DecimalType;
import dev.carbide.offheap.type.FloatingType;
import dev.carbide.offheap.type.IntegerType;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Type rules of arithmetic: integers give integers, floating numbers a floating number of their width, and decimals,
 * also next to integers, a decimal. Floating and exact numbers do not mix: who builds the tree casts.
 */
final class ArithmeticTypes {
    private ArithmeticTypes() {}

    /** Two arguments; {@code decimals} is the usual type of a decimal result. */
    static TypeRule binary(BinaryOperator<DecimalType> decimals) {
        return (arguments, requested) -> {
            arguments.requireCount(2).requireNumeric(0).requireNumeric(1);
            DataType left = arguments.type(0);
            DataType right = arguments.type(1);
            if (left instanceof FloatingType || right instanceof FloatingType) {
                arguments.require(1, left.equals(right), left + ", as argument 1 is");
                return arguments.result(requested, left);
            }
            if (left instanceof IntegerType && right instanceof IntegerType) {
                return integerResult(arguments, requested, wider(left, right));
            }
            DecimalType usual = decimals.apply(DecimalRules.decimalOf(left), DecimalRules.decimalOf(right));
            return decimalResult(arguments, requested, usual);
        };
    }

    /** One argument, whose type the result has. */
    static DataType unary(TypeCheck arguments, @Nullable DataType requested) {
        arguments.requireCount(1).requireNumeric(0);
        return arguments.result(requested, arguments.type(0));
    }

    static DataType decimalResult(TypeCheck arguments, @Nullable DataType requested, DataType usual) {
        return requested == null ? usual : arguments.result(requested, requested instanceof DecimalType, "DECIMAL");
    }

    /** A result that is a count of something: INT32 unless INT64 is asked for. */
    static DataType countType(TypeCheck arguments, @Nullable DataType requested) {
        return requested == null
                ? DataType.INT32
                : arguments.result(
                        requested, requested instanceof IntegerType integer && integer.bits() >= 32, "INT32 or INT64");
    }

    static DataType wider(DataType left, DataType right) {
        return ((IntegerType) left).bits() >= ((IntegerType) right).bits() ? left : right;
    }

    private static DataType integerResult(TypeCheck arguments, @Nullable DataType requested, DataType usual) {
        int bits = ((IntegerType) usual).bits();
        return requested == null
                ? usual
                : arguments.result(
                        requested,
                        requested instanceof IntegerType integer && integer.bits() >= bits,
                        "an integer type of at least " + bits + " bits");
    }
}
