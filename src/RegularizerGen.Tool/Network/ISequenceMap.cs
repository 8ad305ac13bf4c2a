namespace RegularizerGen.Tool.Network;

/// <summary>A map of sequences that can be attacked: one with gradients.</summary>
internal interface ISequenceMap
{
    /// <summary>The map, in double precision.</summary>
    Sequence Forward(Sequence input);

    /// <summary>Its derivative transposed at an input: the gradient with respect to it of a gradient of the output.</summary>
    Sequence Backward(Sequence input, Sequence outputGradient);

    /// <summary>How far a channel of the input is off at most, in multiples of the radius.</summary>
    double Scale(int channel) => 1;
}
