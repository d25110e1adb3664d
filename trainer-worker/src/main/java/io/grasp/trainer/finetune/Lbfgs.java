package io.grasp.trainer.finetune;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimises a smooth convex function with limited-memory BFGS (Nocedal &amp; Wright, Numerical Optimization, 2nd
 * edition, algorithm 7.4) and a backtracking line search. Draws no random numbers.
 */
final class Lbfgs {
    private static final int MEMORY = 10;
    private static final double SUFFICIENT_DECREASE = 1e-4;
    private static final int MAX_HALVINGS = 30;

    private final int maxIterations;
    private final double relativeTolerance;

    /**
     * An optimiser.
     *
     * @param relativeTolerance ends when a step lowers the function by less than this part of it
     */
    Lbfgs(int maxIterations, double relativeTolerance) {
        this.maxIterations = maxIterations;
        this.relativeTolerance = relativeTolerance;
    }

    /** What is minimised. */
    interface Objective {
        /** Returns the value at {@code point} and writes its gradient to {@code gradient}. */
        double at(double[] point, double[] gradient);
    }

    /** Returns where the function is least, beginning at {@code start}, which is left as it is. */
    double[] minimize(Objective objective, double[] start) {
        double[] point = start.clone();
        double[] gradient = new double[point.length];
        double value = objective.at(point, gradient);
        Deque<Curvature> memory = new ArrayDeque<>();
        for (int iteration = 0; iteration < maxIterations; iteration++) {
            double[] direction = direction(gradient, memory);
            double slope = dot(gradient, direction);
            if (!(slope < 0)) {
                return point;
            }
            double step = memory.isEmpty() ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
            double[] nextPoint = new double[point.length];
            double[] nextGradient = new double[point.length];
            double nextValue = Double.POSITIVE_INFINITY;
            for (int halving = 0; halving < MAX_HALVINGS; halving++) {
                for (int i = 0; i < point.length; i++) {
                    nextPoint[i] = point[i] + step * direction[i];
                }
                nextValue = objective.at(nextPoint, nextGradient);
                if (nextValue <= value + SUFFICIENT_DECREASE * step * slope) {
                    break;
                }
                step /= 2;
            }
            if (!(nextValue < value)) {
                return point;
            }
            remember(memory, point, gradient, nextPoint, nextGradient);
            double decrease = value - nextValue;
            point = nextPoint;
            gradient = nextGradient;
            value = nextValue;
            if (decrease <= relativeTolerance * Math.max(Math.abs(value), 1e-3)) {
                return point;
            }
        }
        return point;
    }

    private static void remember(
            Deque<Curvature> memory, double[] point, double[] gradient, double[] nextPoint, double[] nextGradient) {
        double[] moved = difference(nextPoint, point);
        double[] turned = difference(nextGradient, gradient);
        double curvature = dot(moved, turned);
        if (curvature > 1e-12 * dot(turned, turned)) {
            memory.addFirst(new Curvature(moved, turned, 1 / curvature));
            if (memory.size() > MEMORY) {
                memory.removeLast();
            }
        }
    }

    private static double[] direction(double[] gradient, Deque<Curvature> memory) {
        double[] direction = gradient.clone();
        double[] alphas = new double[memory.size()];
        int index = 0;
        for (Curvature curvature : memory) {
            alphas[index] = curvature.inverse() * dot(curvature.moved(), direction);
            addScaled(direction, -alphas[index], curvature.turned());
            index++;
        }
        if (!memory.isEmpty()) {
            Curvature latest = memory.getFirst();
            double scale = 1 / (latest.inverse() * dot(latest.turned(), latest.turned()));
            for (int i = 0; i < direction.length; i++) {
                direction[i] *= scale;
            }
        }
        for (Iterator<Curvature> oldestFirst = memory.descendingIterator(); oldestFirst.hasNext(); ) {
            Curvature curvature = oldestFirst.next();
            index--;
            double beta = curvature.inverse() * dot(curvature.turned(), direction);
            addScaled(direction, alphas[index] - beta, curvature.moved());
        }
        for (int i = 0; i < direction.length; i++) {
            direction[i] = -direction[i];
        }
        return direction;
    }

    private static double dot(double[] left, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }

    private static void addScaled(double[] target, double factor, double[] other) {
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * other[i];
        }
    }

    private static double[] difference(double[] left, double[] right) {
        double[] difference = new double[left.length];
        for (int i = 0; i < left.length; i++) {
            difference[i] = left[i] - right[i];
        }
        return difference;
    }

    /** One remembered step; lives only inside {@link #minimize}. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never shared
    private record Curvature(double[] moved, double[] turned, double inverse) {}
}
