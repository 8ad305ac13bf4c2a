namespace RegularizerGen.Samples.QuadrupleTank.Disturbances;

/// <summary>
/// A network as one proves and attacks it around trajectories: in double precision with exactly the weights of training, from zero states.
/// Outputs y are those of the read-out without its constant offset, which nothing moves.
/// </summary>
public interface ITrajectories
{
    /// <summary>Number of inputs X.</summary>
    int Inputs { get; }

    /// <summary>Number of outputs Y.</summary>
    int Outputs { get; }

    /// <summary>What is proved around every sequence of the inputs [steps, batch, X].</summary>
    TubeCertificate[] CertifyAround(double[] inputs, int batch, TubeOptions options);

    /// <summary>Outputs [steps, batch, Y] of inputs [steps, batch, X].</summary>
    double[] Forward(double[] inputs, int batch);

    /// <summary>The gradient with respect to the inputs [steps, batch, X] for one of the outputs [steps, batch, Y].</summary>
    double[] Backward(double[] inputs, int batch, double[] outputGradient);
}
