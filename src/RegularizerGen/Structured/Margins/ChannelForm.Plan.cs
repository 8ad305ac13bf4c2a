using System;
using System.Linq;
using RegularizerGen.Kernels;

namespace RegularizerGen.Structured.Margins;

/// <summary>Which blocks the factor has.</summary>
internal sealed partial class ChannelForm
{
    /// <summary>Finds which blocks of the factor there are, and which are diagonal.</summary>
    private void Plan()
    {
        var kinds = new int[Channels, Channels]; // 0 none, 1 diagonal, 2 dense
        bool[] hasPanel = new bool[Channels];
        for (int k = 0; k < Channels; k++)
        {
            kinds[k, k] = 1;
        }

        for (int row = 0; row < Channels; row++)
        {
            for (int first = 0; first < Channels; first++)
            {
                if (rows[row, HeadSources + first] is not { } a)
                {
                    continue;
                }

                hasPanel[first] |= Enumerable.Range(0, HeadSources).Any(s => rows[row, s] is not null);
                for (int second = first; second < Channels; second++)
                {
                    if (rows[row, HeadSources + second] is { } b)
                    {
                        kinds[first, second] = Math.Max(kinds[first, second], a.IsDiagonal && b.IsDiagonal ? 1 : 2);
                    }
                }
            }
        }

        for (int k = 0; k < Channels; k++)
        {
            for (int i = k + 1; i < Channels; i++)
            {
                kinds[k, i] = kinds[k, i] == 1 && kinds[k, k] == 2 ? 2 : kinds[k, i];
            }

            for (int i = k + 1; i < Channels; i++)
            {
                for (int j = i; j < Channels && kinds[k, i] > 0; j++)
                {
                    kinds[i, j] = kinds[k, j] == 0 ? kinds[i, j] : Math.Max(kinds[i, j], Math.Max(kinds[k, i], kinds[k, j]));
                }

                hasPanel[i] |= hasPanel[k] && kinds[k, i] > 0;
            }

            Create(k);
        }

        void Create(int k)
        {
            int units = ChannelWidths[k];
            for (int j = k; j < Channels; j++)
            {
                upper[k, j] = kinds[k, j] == 0 ? null : new Block(units, ChannelWidths[j], kinds[k, j] == 1);
            }

            inverses[k] = new double[kinds[k, k] == 1 ? units : units * units];
            panels[k] = hasPanel[k] ? Sizes.Allocate<double>("Rows of a contraction [units, states]", units, Head) : null;
        }
    }
}
