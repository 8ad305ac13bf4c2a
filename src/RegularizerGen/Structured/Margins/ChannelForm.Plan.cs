using System;

namespace RegularizerGen.Structured.Margins;

/// <summary>Which blocks the factor has.</summary>
internal sealed partial class ChannelForm
{
    private const int Diagonal = 1;
    private const int Dense = 2;

    /// <summary>Finds which blocks of the factor there are, and which are diagonal.</summary>
    private void Plan()
    {
        int[,] kinds = new int[Channels, upper.GetLength(1)];
        for (int k = 0; k < Channels; k++)
        {
            kinds[k, k] = Diagonal;
            for (int level = 0; level + 1 < levelStarts.Length; level++)
            {
                kinds[k, Columns + level] = Kind(levels[level, k]);
            }
        }

        for (int row = 0; row < Channels; row++)
        {
            for (int first = 0; first < Channels; first++)
            {
                for (int second = first; second < Columns && rows[row, first] is not null; second++)
                {
                    kinds[first, second] = Math.Max(kinds[first, second], Product(Kind(rows[row, first]), Kind(rows[row, second])));
                }
            }
        }

        for (int k = 0; k < Channels; k++)
        {
            Fill(kinds, k);
            for (int j = k; j < kinds.GetLength(1); j++)
            {
                upper[k, j] = kinds[k, j] == 0 ? null : new Block(ChannelWidths[k], WidthOf(j), kinds[k, j] == Diagonal);
            }

            inverses[k] = kinds[k, k] == Dense ? new CholeskyInverse(ChannelWidths[k]) : null;
        }
    }

    /// <summary>What elimination of a channel leads to.</summary>
    private static void Fill(int[,] kinds, int k)
    {
        for (int j = k + 1; j < kinds.GetLength(1); j++)
        {
            kinds[k, j] = Product(kinds[k, k], kinds[k, j]);
        }

        for (int i = k + 1; i < kinds.GetLength(0); i++)
        {
            for (int j = i; j < kinds.GetLength(1); j++)
            {
                kinds[i, j] = Math.Max(kinds[i, j], Product(kinds[k, i], kinds[k, j]));
            }
        }
    }

    private static int Kind(Block? block) =>
        block is null ? 0
        : block.IsDiagonal ? Diagonal
        : Dense;

    private static int Product(int first, int second) => first == 0 || second == 0 ? 0 : Math.Max(first, second);

    private int WidthOf(int column) =>
        column < Channels ? ChannelWidths[column]
        : column < Columns ? headStarts[column - Channels + 1] - headStarts[column - Channels]
        : levelStarts[column - Columns + 1] - levelStarts[column - Columns];
}
