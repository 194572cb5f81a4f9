package dev.mooring.capacity;

/** The standard normal distribution. */
final class Normal {
    private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

    /** Beyond this nothing is left that a double can hold. */
    private static final double FAR = 38;

    /** From here the tail is a continued fraction, before it a series; both are exact to twelve digits there. */
    private static final double TAIL = 3;

    private static final int FRACTIONS = 100;

    private Normal() {}

    /** The chance of a value above this one. */
    static double above(double value) {
        if (value < 0) {
            return 1 - above(-value);
        }
        if (value > FAR) {
            return 0;
        }
        return value < TAIL ? 0.5 - density(value) * series(value) : density(value) / fraction(value);
    }

    /** How far values lie above this one on average, 0 for those that lie below. */
    static double meanAbove(double value) {
        return density(value) - value * above(value);
    }

    /** Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.11. */
    private static double series(double value) {
        double term = value;
        double sum = value;
        for (int odd = 3; term > sum * 1e-17; odd += 2) {
            term *= value * value / odd;
            sum += term;
        }
        return sum;
    }

    /** The same, 26.2.14. */
    private static double fraction(double value) {
        double fraction = value;
        for (int each = FRACTIONS; each > 0; each--) {
            fraction = value + each / fraction;
        }
        return fraction;
    }

    private static double density(double value) {
        return Math.exp(-value * value / 2) / ROOT_TWO_PI;
    }
}
