using System;
using System.Collections.Generic;
using RegularizerGen.Definitions;
using RegularizerGen.Kernels;

namespace RegularizerGen.Weights;

/// <summary>Matrices that are computed from weights (skew-symmetric, low rank, diagonal plus matrix, parts of a concatenation), and the
/// exact chain rule back.</summary>
internal sealed partial class WeightMemory<T>
{
    /// <summary>Computes all derived matrices.</summary>
    /// <exception cref="ArgumentException">An entry leaves the range of the element type; the message names the matrix by its
    /// formula.</exception>
    public void Derive()
    {
        for (int weight = cell.OwnWeights; weight < cell.Weights.Count; weight++)
        {
            MatrixSpan<T> target = Matrix(weight);
            Entries(weight).Clear();
            IReadOnlyList<DerivedTerm> terms = cell.Definition.Weights[weight].Terms;
            for (int k = 0; k < terms.Count; k++) // an enumerator would be allocated
            {
                Add(terms[k], Coefficient(terms[k]), target);
            }

            DerivedWeights.RequireFinite<T>(Entries(weight), cell.Weights[weight].Name);
        }
    }

    /// <summary>Adds, to the gradients of what derived matrices are made of, what those of the matrices give.</summary>
    public void Backpropagate(WeightMemory<T> gradients)
    {
        for (int weight = cell.Weights.Count - 1; weight >= cell.OwnWeights; weight--)
        {
            MatrixSpan<T> gradient = gradients.Matrix(weight);
            IReadOnlyList<DerivedTerm> terms = cell.Definition.Weights[weight].Terms;
            for (int k = 0; k < terms.Count; k++)
            {
                AddGradient(terms[k], Coefficient(terms[k]), gradient, gradients);
            }
        }
    }

    /// <summary>By weight, a bound of the rounding error of every entry of the matrices that <see cref="Derive"/> computed, for
    /// certificates.</summary>
    public double[] EntryErrors()
    {
        double[] errors = new double[cell.Weights.Count];
        double[] sizes = new double[cell.Weights.Count];
        for (int weight = 0; weight < cell.Weights.Count; weight++)
        {
            sizes[weight] = DerivedWeights.LargestEntry(Matrix(weight));
            int operations = 4;
            double magnitude = 0;
            double inherited = 0;
            foreach (DerivedTerm term in cell.Definition.Weights[weight].Terms)
            {
                (double size, double error, int inner) = Magnitude(term, sizes, errors);
                operations += 2 + inner;
                magnitude += Math.Abs(term.Coefficient.Value) * size;
                inherited += Math.Abs(term.Coefficient.Value) * error;
            }

            errors[weight] = weight < cell.OwnWeights ? 0 : DerivedWeights.EntryError(operations, magnitude, inherited);
        }

        return errors;
    }

    /// <summary>Bounds of the entries of a term and of what it inherits of their errors, and its number of additions.</summary>
    private (double Size, double Error, int Inner) Magnitude(DerivedTerm term, double[] sizes, double[] errors)
    {
        if (term.Kind == DerivedKind.Identity)
        {
            return (1, 0, 0);
        }

        if (term.Kind == DerivedKind.Scaled)
        {
            // One more product, which may underflow.
            return (sizes[term.B] * sizes[term.A], (sizes[term.B] * errors[term.A]) + double.Epsilon, 1);
        }

        if (term.Kind != DerivedKind.Product)
        {
            return (sizes[term.A], errors[term.A], 0);
        }

        int inner = cell.Weights[term.A].Columns;
        (double a, double b) = (sizes[term.A] + errors[term.A], sizes[term.B] + errors[term.B]);
        double error = (sizes[term.A] * errors[term.B]) + (errors[term.A] * sizes[term.B]) + (errors[term.A] * errors[term.B]);
        return (inner * a * b, inner * error, inner);
    }

    private void Add(DerivedTerm term, T coefficient, MatrixSpan<T> target)
    {
        switch (term.Kind)
        {
            case DerivedKind.Identity:
                DerivedWeights.AddIdentity(coefficient, target);
                break;
            case DerivedKind.Product:
                DerivedWeights.AddProduct(coefficient, Matrix(term.A), Matrix(term.B), target);
                break;
            case DerivedKind.Scaled:
                DerivedWeights.AddScaled(coefficient, Entries(term.B)[0], Matrix(term.A), target);
                break;
            case DerivedKind.Diagonal:
                DerivedWeights.AddDiagonal(coefficient, Entries(term.A), target);
                break;
            default:
                DerivedWeights.Add(coefficient, Part(term, this, target.Columns), target);
                break;
        }
    }

    private void AddGradient(DerivedTerm term, T coefficient, MatrixSpan<T> gradient, WeightMemory<T> gradients)
    {
        switch (term.Kind)
        {
            case DerivedKind.Identity:
                break;
            case DerivedKind.Product:
                DerivedWeights.AddProduct(coefficient, gradient, Matrix(term.B).Transpose, gradients.Matrix(term.A));
                DerivedWeights.AddProduct(coefficient, Matrix(term.A).Transpose, gradient, gradients.Matrix(term.B));
                break;
            case DerivedKind.Scaled:
                DerivedWeights.AddScaled(coefficient, Entries(term.B)[0], gradient, gradients.Matrix(term.A));
                gradients.Entries(term.B)[0] += coefficient * DerivedWeights.Inner(gradient, Matrix(term.A));
                break;
            case DerivedKind.Diagonal:
                DerivedWeights.AddDiagonalGradient(coefficient, gradient, gradients.Entries(term.A));
                break;
            default:
                DerivedWeights.Add(coefficient, gradient, Part(term, gradients, gradient.Columns));
                break;
        }
    }

    /// <summary>A, Aᵀ, or some of its columns.</summary>
    private MatrixSpan<T> Part(DerivedTerm term, WeightMemory<T> of, int columns)
    {
        MatrixSpan<T> matrix = of.Matrix(term.A);
        return term.Kind switch
        {
            DerivedKind.Block => matrix.ColumnBlock(term.B < 0 ? 0 : cell.Sizes[term.B], columns),
            DerivedKind.Transpose => matrix.Transpose,
            _ => matrix,
        };
    }

    private static T Coefficient(DerivedTerm term) => T.CreateTruncating(term.Coefficient.Value);
}
