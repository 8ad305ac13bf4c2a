using System;
using System.Globalization;
using RegularizerGen.Kernels;

namespace RegularizerGen;

/// <summary>A trainable matrix of a cell, acting on a signal: <c>W * x</c> has one element per row.</summary>
public readonly struct Matrix
{
    private readonly double[]? values;

    /// <summary>Creates a matrix from row-major values (copied).</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="values">The entries, row by row; they are copied.</param>
    /// <exception cref="ArgumentException">A size is negative, or the number of values is not rows · columns.</exception>
    public Matrix(int rows, int columns, ReadOnlySpan<double> values)
    {
        if (values.Length != Sizes.Length<double>("A matrix [rows, columns]", rows, columns))
        {
            throw new ArgumentException($"A {rows} x {columns} matrix does not have {values.Length} values.", nameof(values));
        }

        Rows = rows;
        Columns = columns;
        this.values = values.ToArray();
    }

    /// <summary>Creates a matrix from a view (copied).</summary>
    /// <param name="values">The entries, row by row; they are copied.</param>
    public Matrix(MatrixSpan<double> values)
    {
        Rows = values.Rows;
        Columns = values.Columns;
        double[] copy = Sizes.Allocate<double>("A matrix [rows, columns]", Rows, Columns);
        for (int k = 0; k < copy.Length; k++)
        {
            copy[k] = values[k / Columns, k % Columns];
        }

        this.values = copy;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>One entry.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside of the matrix.</exception>
    public double this[int row, int column] =>
        (uint)row < (uint)Rows && (uint)column < (uint)Columns
            ? values![(row * Columns) + column]
            : throw new ArgumentOutOfRangeException(nameof(row), $"Entry [{row}, {column}] lies outside of a {Rows} x {Columns} matrix.");

    /// <summary>Matrix-vector product.</summary>
    /// <exception cref="ArgumentException">The signal's length is not the number of columns.</exception>
    public static Signal operator *(Matrix matrix, Signal signal)
    {
        if (signal.Length != matrix.Columns)
        {
            throw new ArgumentException(
                $"A {matrix.Rows} x {matrix.Columns} matrix cannot act on a signal of length {signal.Length}.",
                nameof(signal)
            );
        }

        double[] result = new double[matrix.Rows];
        for (int row = 0; row < result.Length; row++)
        {
            double sum = 0;
            for (int column = 0; column < matrix.Columns; column++)
            {
                sum += matrix[row, column] * signal[column];
            }

            result[row] = sum;
        }

        return Signal.Own(result);
    }

    /// <summary>The transpose; part of a derived weight such as <c>V - V.Transpose</c>.</summary>
    public Matrix Transpose
    {
        get
        {
            Matrix self = this;
            return From(Columns, Rows, (i, j) => self[j, i]);
        }
    }

    /// <summary>The identity of whatever size the other operand has: <c>V - V.Transpose - 0.1 * Matrix.Identity</c>.</summary>
    public static IdentityMatrix Identity => new(1);

    /// <summary>Sum of two matrices.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static Matrix operator +(Matrix a, Matrix b) => Zip(a, b, 1);

    /// <summary>Difference of two matrices.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static Matrix operator -(Matrix a, Matrix b) => Zip(a, b, -1);

    /// <summary>Negation.</summary>
    public static Matrix operator -(Matrix a) => -1 * a;

    /// <summary>A multiple.</summary>
    public static Matrix operator *(double constant, Matrix a) => From(a.Rows, a.Columns, (i, j) => constant * a[i, j]);

    /// <summary>A trainable multiple.</summary>
    public static Matrix operator *(Scalar scalar, Matrix a) => scalar.Value * a;

    /// <summary>Product of two matrices: a low-rank weight <c>(W2 * W1) * x</c>.</summary>
    /// <exception cref="ArgumentException">The inner sizes differ.</exception>
    public static Matrix operator *(Matrix a, Matrix b)
    {
        if (a.Columns != b.Rows)
        {
            throw new ArgumentException(
                $"A {a.Rows} x {a.Columns} matrix cannot be multiplied by a {b.Rows} x {b.Columns} matrix.",
                nameof(b)
            );
        }

        return From(
            a.Rows,
            b.Columns,
            (i, j) =>
            {
                double sum = 0;
                for (int k = 0; k < a.Columns; k++)
                {
                    sum += a[i, k] * b[k, j];
                }

                return sum;
            }
        );
    }

    /// <summary>A square matrix plus a multiple of the identity.</summary>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    public static Matrix operator +(Matrix a, IdentityMatrix identity) => AddDiagonal(a, a.Rows, _ => identity.Factor);

    /// <summary>A square matrix minus a multiple of the identity.</summary>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    public static Matrix operator -(Matrix a, IdentityMatrix identity) => a + (-1 * identity);

    /// <summary>A square matrix plus a diagonal.</summary>
    /// <exception cref="ArgumentException">The matrix is not square, or not of the diagonal's length.</exception>
    public static Matrix operator +(Matrix a, Diagonal diagonal) => AddDiagonal(a, diagonal.Length, i => diagonal[i]);

    /// <summary>A square matrix plus a diagonal.</summary>
    /// <exception cref="ArgumentException">The matrix is not square, or not of the diagonal's length.</exception>
    public static Matrix operator +(Diagonal diagonal, Matrix a) => a + diagonal;

    /// <summary>A square matrix minus a diagonal.</summary>
    /// <exception cref="ArgumentException">The matrix is not square, or not of the diagonal's length.</exception>
    public static Matrix operator -(Matrix a, Diagonal diagonal) => AddDiagonal(a, diagonal.Length, i => -diagonal[i]);

    /// <summary>Rows scaled by a diagonal.</summary>
    /// <exception cref="ArgumentException">The diagonal's length is not the number of rows.</exception>
    public static Matrix operator *(Diagonal diagonal, Matrix a) =>
        diagonal.Length == a.Rows ? From(a.Rows, a.Columns, (i, j) => diagonal[i] * a[i, j]) : throw Unfit(diagonal, a);

    /// <summary>Columns scaled by a diagonal.</summary>
    /// <exception cref="ArgumentException">The diagonal's length is not the number of columns.</exception>
    public static Matrix operator *(Matrix a, Diagonal diagonal) =>
        diagonal.Length == a.Columns ? From(a.Rows, a.Columns, (i, j) => a[i, j] * diagonal[j]) : throw Unfit(diagonal, a);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rows} x {Columns} matrix");

    private static Matrix Zip(Matrix a, Matrix b, double sign) =>
        a.Rows == b.Rows && a.Columns == b.Columns
            ? From(a.Rows, a.Columns, (i, j) => a[i, j] + (sign * b[i, j]))
            : throw new ArgumentException(
                $"A {a.Rows} x {a.Columns} matrix and a {b.Rows} x {b.Columns} matrix cannot be added.",
                nameof(b)
            );

    private static Matrix AddDiagonal(Matrix a, int length, Func<int, double> diagonal) =>
        a.Rows == length && a.Columns == length
            ? From(a.Rows, a.Columns, (i, j) => a[i, j] + (i == j ? diagonal(i) : 0))
            : throw new ArgumentException($"A {a.Rows} x {a.Columns} matrix and a diagonal of length {length} cannot be added.", nameof(a));

    private static ArgumentException Unfit(Diagonal diagonal, Matrix a) =>
        new($"A {a.Rows} x {a.Columns} matrix cannot be multiplied by a diagonal of length {diagonal.Length}.", nameof(diagonal));

    private static Matrix From(int rows, int columns, Func<int, int, double> entry)
    {
        double[] values = Sizes.Allocate<double>("A matrix [rows, columns]", rows, columns);
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = entry(k / columns, k % columns);
        }

        return new Matrix(rows, columns, values);
    }
}

/// <summary>A multiple of the identity, of whatever size the matrix has that it is added to.</summary>
/// <param name="Factor">The multiple.</param>
public readonly record struct IdentityMatrix(double Factor)
{
    /// <summary>A multiple.</summary>
    public static IdentityMatrix operator *(double constant, IdentityMatrix identity) => new(constant * identity.Factor);
}
