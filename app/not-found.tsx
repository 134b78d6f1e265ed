import { PlainPage } from "#components/entrance/plain-page";
import { buttonClass } from "#components/ui/button";

/** The same page for what does not exist and for what is somebody else's. */
const NotFound = () => (
  <PlainPage width="narrow">
    <h1 className="headline">There is nothing here that you may see</h1>
    <p className="lede mt-2">The address may be wrong, or you take no part in what it leads to.</p>
    <p className="mt-6">
      <a href="/" className={buttonClass({ size: "big" })}>
        My incidents
      </a>
    </p>
  </PlainPage>
);

export default NotFound;
