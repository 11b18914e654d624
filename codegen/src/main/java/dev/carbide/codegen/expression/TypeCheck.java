package dev.carbide.codegen.expression;

import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.DataType;
import dev.carbide.offheap.type.StringType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arguments of a call on their way through a type rule, with the checks that rules are made of. */
public record TypeCheck(String function, List<Expression> arguments) {
    public int count() {
        return arguments.size();
    }

    public DataType type(int index) {
        return arguments.get(index).type();
    }

    public TypeCheck requireCount(int expected) {
        return requireCount(expected, expected);
    }

    public TypeCheck requireCount(int least, int most) {
        if (count() < least || count() > most) {
            String expected =
                    least == most ? "" + least : most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most;
            throw new CarbideException(
                    "Function " + function + ": expected " + expected + " arguments, got " + count());
        }
        return this;
    }

    public TypeCheck require(int index, boolean holds, String expected) {
        if (!holds) {
            throw new CarbideException("Function " + function + ": argument " + (index + 1) + " must be " + expected
                    + ", got " + type(index));
        }
        return this;
    }

    public TypeCheck requireNumeric(int index) {
        return require(index, type(index).isNumeric(), "numeric");
    }

    public TypeCheck requireBoolean(int index) {
        return require(index, type(index) instanceof BooleanType, "BOOLEAN");
    }

    public TypeCheck requireString(int index) {
        return require(index, type(index) instanceof StringType, "STRING");
    }

    public TypeCheck requireType(int index, DataType expected) {
        return require(index, type(index).equals(expected), expected.toString());
    }

    /** The value of an argument that must be a literal other than NULL. */
    public Object requireLiteral(int index) {
        if (arguments.get(index) instanceof Literal literal && literal.value() != null) {
            return literal.value();
        }
        throw new CarbideException("Function " + function + ": argument " + (index + 1) + " must be a literal, got "
                + arguments.get(index));
    }

    /** The result type: {@code usual}, which is the only one there is. */
    public DataType result(@Nullable DataType requested, DataType usual) {
        return requested == null ? usual : result(requested, requested.equals(usual), usual.toString());
    }

    public DataType result(DataType requested, boolean holds, String expected) {
        if (!holds) {
            throw new CarbideException(
                    "Function " + function + ": result type must be " + expected + ", got " + requested);
        }
        return requested;
    }
}
